using OrleansFrames.Storage;

namespace OrleansFrames.Apps;

/// <summary>The app's external storages.</summary>
internal sealed partial class AppGrain
{
    public Task<IReadOnlyList<ExternalStorage>> ListStoragesAsync(CancellationToken cancellationToken) => Task.FromResult(stored.State.Storages);

    public Task<ExternalStorage?> FindStorageAsync(string name, CancellationToken cancellationToken)
        => Task.FromResult(stored.State.Storages.FirstOrDefault(storage => storage.Name == name));

    public async Task<Refusal?> CreateStorageAsync(ExternalStorage storage, CancellationToken cancellationToken)
    {
        var known = stored.State.Storages;
        if (StorageRules.WhyNotNew(storage, known) is { } refusal)
        {
            return refusal;
        }

        await stored.SaveAsync(stored.State with { Storages = [.. known, storage] }, cancellationToken);
        return null;
    }

    public async Task<Outcome<ExternalStorage>> UpdateStorageAsync(ExternalStorage storage, CancellationToken cancellationToken)
    {
        var known = stored.State.Storages;
        var next = StorageRules.Next(storage, known);
        if (next.Value is { } changed)
        {
            await stored.SaveAsync(
                stored.State with { Storages = [.. known.Select(one => one.Name == changed.Name ? changed : one)] }, cancellationToken);
        }

        return next;
    }

    public async Task<Refusal?> DeleteStorageAsync(string name, CancellationToken cancellationToken)
    {
        var known = stored.State.Storages;
        if (known.All(storage => storage.Name != name))
        {
            return StorageRules.Missing(name);
        }

        await stored.SaveAsync(stored.State with { Storages = [.. known.Where(storage => storage.Name != name)] }, cancellationToken);
        return null;
    }
}
