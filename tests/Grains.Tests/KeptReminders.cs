using System.Collections.Concurrent;

namespace OrleansFrames.Grains.Tests;

/// <summary>Reminders that outlive the silo.</summary>
internal sealed class KeptReminders : IReminderTable
{
    private readonly ConcurrentDictionary<(GrainId Grain, string Name), ReminderEntry> _rows = new();
    private Func<Task> _beforeRemoval = () => Task.CompletedTask;

    /// <summary>Names of the reminders of grains whose key holds this.</summary>
    public IReadOnlyList<string> Of(string keyPart)
        => [.. _rows.Keys.Where(row => row.Grain.Key.ToString()!.Contains(keyPart, StringComparison.Ordinal)).Select(row => row.Name)];

    /// <summary>What a removal waits for before it happens.</summary>
    public void HoldRemoval(Func<Task> before) => Volatile.Write(ref _beforeRemoval, before);

    public Task Init() => Task.CompletedTask;

    public Task<ReminderTableData> ReadRows(GrainId grainId)
        => Task.FromResult(new ReminderTableData(_rows.Values.Where(row => row.GrainId == grainId)));

    // The fakes are few: every silo may read them all.
    public Task<ReminderTableData> ReadRows(uint begin, uint end) => Task.FromResult(new ReminderTableData(_rows.Values));

    public Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName) => Task.FromResult(_rows.GetValueOrDefault((grainId, reminderName)));

    public Task<string?> UpsertRow(ReminderEntry entry)
    {
        entry.ETag = Guid.NewGuid().ToString();
        _rows[(entry.GrainId, entry.ReminderName)] = entry;
        return Task.FromResult<string?>(entry.ETag);
    }

    public async Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag)
    {
        await Volatile.Read(ref _beforeRemoval)();
        return _rows.TryGetValue((grainId, reminderName), out var row) && row.ETag == eTag && _rows.TryRemove((grainId, reminderName), out _);
    }

    public Task TestOnlyClearTable()
    {
        _rows.Clear();
        return Task.CompletedTask;
    }
}
