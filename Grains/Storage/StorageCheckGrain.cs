using Orleans.Concurrency;

namespace OrleansFrames.Storage;

[StatelessWorker(1), Reentrant]
internal sealed class StorageCheckGrain(IStorageCheck check) : Grain, IStorageCheckGrain
{
    public Task<Outcome<string>> CheckAsync(string app, string name, CancellationToken cancellationToken) => check.CheckAsync(app, name, cancellationToken);
}
