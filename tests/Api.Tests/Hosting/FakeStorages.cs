using OrleansFrames.Apps;
using OrleansFrames.Storage;

namespace OrleansFrames.Api.Tests.Hosting;

internal sealed partial class FakeAppGrain
{
    public Task<IReadOnlyList<ExternalStorage>> ListStoragesAsync(CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<ExternalStorage>>([Samples.Storage]);

    public Task<ExternalStorage?> FindStorageAsync(string name, CancellationToken cancellationToken)
        => Task.FromResult(name == Samples.Storage.Name ? Samples.Storage : null);

    public Task<Refusal?> CreateStorageAsync(ExternalStorage storage, CancellationToken cancellationToken)
        => Task.FromResult(script.Note(this.GetPrimaryKeyString(), storage));

    public Task<Outcome<ExternalStorage>> UpdateStorageAsync(ExternalStorage storage, CancellationToken cancellationToken)
        => Task.FromResult(script.Note(this.GetPrimaryKeyString(), storage) is { } refusal ? (Outcome<ExternalStorage>)refusal : storage);

    public Task<Refusal?> DeleteStorageAsync(string name, CancellationToken cancellationToken)
        => Task.FromResult(script.Note(this.GetPrimaryKeyString(), name));
}

internal sealed class FakeStorageCheckGrain(GrainScript script) : Grain, IStorageCheckGrain
{
    public Task<Outcome<string>> CheckAsync(string app, string name, CancellationToken cancellationToken)
        => Task.FromResult(script.Note(this.GetPrimaryKeyString(), name) is { } refusal ? (Outcome<string>)refusal : $"https://bucket.example/{app}/{name}.md");
}
