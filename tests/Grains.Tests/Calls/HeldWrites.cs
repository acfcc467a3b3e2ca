namespace OrleansFrames.Grains.Tests.Calls;

/// <summary>Holds the next writes of an app's calls until they are released.</summary>
internal sealed class HeldWrites : IDisposable
{
    private readonly KeptStorage _storage;
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _writing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HeldWrites(KeptStorage storage, string app)
    {
        _storage = storage;
        storage.Hold(name =>
        {
            if (!name.StartsWith($"call call/{app}/", StringComparison.Ordinal))
            {
                return Task.CompletedTask;
            }

            _writing.TrySetResult();
            return _held.Task;
        });
    }

    /// <summary>Ends when the first write has come.</summary>
    public Task Writing => _writing.Task.WaitAsync(TimeSpan.FromSeconds(30));

    public bool IsWriting => _writing.Task.IsCompleted;

    public void Release()
    {
        _storage.Hold(_ => Task.CompletedTask);
        _held.TrySetResult();
    }

    public void Dispose() => Release();
}
