using OrleansFrames.Storage;

namespace OrleansFrames.Silo.Storage.External;

/// <summary>A storage that cannot be opened: all that is asked of it fails with the reason.</summary>
internal sealed class BrokenStore(string reason) : IObjectStore
{
    public Task<StoreAttempt> PutAsync(string name, ReadOnlyMemory<byte> bytes, string contentType, CancellationToken cancellationToken)
        => Task.FromResult(new StoreAttempt(reason));

    public ValueTask<string> SignAsync(string name, TimeSpan life, CancellationToken cancellationToken) => throw new FrameUrlException(reason);
}
