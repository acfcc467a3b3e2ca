using Microsoft.Extensions.Hosting;

namespace OrleansFrames.Silo.Tests.Hosting;

/// <summary>A host that the test starts, and that says when it is told to stop.</summary>
internal sealed class FakeLifetime : IHostApplicationLifetime, IDisposable
{
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CancellationTokenSource Started { get; } = new();

    public Task Stopped => _stopped.Task;

    public CancellationToken ApplicationStarted => Started.Token;

    public CancellationToken ApplicationStopping => CancellationToken.None;

    public CancellationToken ApplicationStopped => CancellationToken.None;

    public void StopApplication() => _stopped.TrySetResult();

    public void Dispose() => Started.Dispose();
}
