// Each test runs real silos and real video: one after the other, so that none starves another.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
