using System.Collections.Concurrent;
using Orleans.Storage;

namespace OrleansFrames.Grains.Tests;

/// <summary>Grain state that outlives the silo, serialized as in a database; writes fail when told to.</summary>
internal sealed class KeptStorage
{
    private readonly ConcurrentDictionary<string, (BinaryData Payload, string ETag)> _rows = new();
    private readonly ConcurrentDictionary<string, int> _writes = new();
    private Func<string, bool> _fails = _ => false;
    private Func<string, Task> _before = _ => Task.CompletedTask;

    /// <summary>Writes of grains whose key this accepts fail.</summary>
    public void Fail(Func<string, bool> keys) => Volatile.Write(ref _fails, keys);

    /// <summary>What a write of a grain waits for before it happens.</summary>
    public void Hold(Func<string, Task> before) => Volatile.Write(ref _before, before);

    public int Writes(string keyPart) => _writes.Where(one => one.Key.Contains(keyPart, StringComparison.Ordinal)).Sum(one => one.Value);

    /// <summary>What is stored of a grain.</summary>
    public string Text(string keyPart) => _rows.Single(one => one.Key.Contains(keyPart, StringComparison.Ordinal)).Value.Payload.ToString();

    /// <summary>Somebody else writes the state of a grain.</summary>
    public void Touch(string keyPart)
    {
        foreach (var (row, (payload, _)) in _rows.Where(one => one.Key.Contains(keyPart, StringComparison.Ordinal)))
        {
            _rows[row] = (payload, Guid.NewGuid().ToString());
        }
    }

    public IGrainStorage For(IGrainStorageSerializer serializer) => new Storage(this, serializer);

    private sealed class Storage(KeptStorage kept, IGrainStorageSerializer serializer) : IGrainStorage
    {
        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            var found = kept._rows.TryGetValue(Name(stateName, grainId), out var row);
            grainState.State = found ? serializer.Deserialize<T>(row.Payload) : Activator.CreateInstance<T>();
            grainState.ETag = found ? row.ETag : null;
            grainState.RecordExists = found;
            return Task.CompletedTask;
        }

        public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            var name = Name(stateName, grainId);
            await Volatile.Read(ref kept._before)(name);
            if (Volatile.Read(ref kept._fails)(name))
            {
                throw new IOException("the storage is away");
            }

            if (kept._rows.TryGetValue(name, out var row) && row.ETag != grainState.ETag)
            {
                throw new InconsistentStateException($"{name} was written by somebody else");
            }

            grainState.ETag = Guid.NewGuid().ToString();
            grainState.RecordExists = true;
            kept._rows[name] = (serializer.Serialize(grainState.State), grainState.ETag);
            kept._writes.AddOrUpdate(name, 1, (_, count) => count + 1);
        }

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            kept._rows.TryRemove(Name(stateName, grainId), out _);
            (grainState.State, grainState.ETag, grainState.RecordExists) = (Activator.CreateInstance<T>(), null, false);
            return Task.CompletedTask;
        }

        private static string Name(string stateName, GrainId grainId) => $"{stateName} {grainId.Key}";
    }
}
