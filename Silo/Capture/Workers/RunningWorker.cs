namespace OrleansFrames.Silo.Capture.Workers;

/// <summary>A supervisor at work, until it is ended or the pool stops.</summary>
internal sealed class RunningWorker
{
    private readonly CancellationTokenSource _ending;

    public RunningWorker(WorkerSupervisor supervisor, CancellationToken stopping)
    {
        Supervisor = supervisor;
        _ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Ended = RunAsync();
    }

    public WorkerSupervisor Supervisor { get; }

    /// <summary>Completes when the process is gone.</summary>
    public Task Ended { get; }

    public void End() => _ending.Cancel();

    private async Task RunAsync()
    {
        await Supervisor.RunAsync(_ending.Token);
        _ending.Dispose();
    }
}
