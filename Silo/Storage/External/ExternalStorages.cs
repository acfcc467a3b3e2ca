using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using OrleansFrames.Apps;
using OrleansFrames.Storage;

namespace OrleansFrames.Silo.Storage.External;

/// <summary>The external storages that this server uses, opened. Their apps are asked again every 15 s, not for every picture.</summary>
internal sealed partial class ExternalStorages(
    IGrainFactory grains, ISecretBox secrets, StorageOpener opener, TimeProvider clock, ILogger<ExternalStorages> log)
{
    /// <summary>A change of a storage counts everywhere after this time.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<(string App, string Name), Slot> _slots = [];

    /// <summary>The storage as it was at most 15 s ago, or as it was last known while its app cannot be asked; null when there is none.</summary>
    public Task<OpenStorage?> FindAsync(string app, string name, CancellationToken cancellationToken)
    {
        var slot = _slots.GetOrAdd((app, name), _ => new());
        lock (slot)
        {
            if (slot.ReadAt is { } at && clock.GetElapsedTime(at) < Life)
            {
                return Task.FromResult(slot.Known);
            }

            // Away from a grain's scheduler: others wait for the answer as well, and the grain may end before it comes.
            slot.Reading ??= Task.Run(() => ReadAsync(slot, app, name), CancellationToken.None);
            return slot.Reading.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The storage as its app has it now.</summary>
    public async Task<OpenStorage?> AskAsync(string app, string name, CancellationToken cancellationToken)
    {
        var made = await grains.GetApp(app).FindStorageAsync(name, cancellationToken);
        var slot = made is null ? _slots.GetValueOrDefault((app, name)) ?? new() : _slots.GetOrAdd((app, name), _ => new());
        lock (slot)
        {
            return slot.Keep(made is null ? null : Open(app, made, slot.Known), clock.GetTimestamp());
        }
    }

    private async Task<OpenStorage?> ReadAsync(Slot slot, string app, string name)
    {
        try
        {
            var made = await grains.GetApp(app).FindStorageAsync(name, CancellationToken.None);
            lock (slot)
            {
                return slot.Keep(made is null ? null : Open(app, made, slot.Known), clock.GetTimestamp());
            }
        }
        catch (Exception error)
        {
            LogUnasked(log, error, app, name);
            lock (slot)
            {
                slot.Reading = null;
                return slot.Known is { } known ? slot.Keep(known, clock.GetTimestamp()) : throw new FrameUrlException("the app cannot be asked for its storages", error);
            }
        }
    }

    private OpenStorage Open(string app, ExternalStorage made, OpenStorage? known)
    {
        if (known?.Made == made)
        {
            return known;
        }

        IObjectStore objects;
        try
        {
            objects = opener.Open(made, StorageAccess.Open(secrets, app, made.SealedAccess!));
        }
        catch (Exception error) when (error is CryptographicException or JsonException or FormatException or ArgumentException)
        {
            // The message of a wrong connection string may hold a part of it.
            LogUnopened(log, error.GetType().Name, app, made.Name);
            objects = new BrokenStore("its credentials cannot be used; give them again");
        }

        return new(made, objects, clock);
    }

    [LoggerMessage(LogLevel.Warning, "App {App} could not be asked for its external storage {Storage}")]
    private static partial void LogUnasked(ILogger logger, Exception error, string app, string storage);

    [LoggerMessage(LogLevel.Error, "The credentials of external storage {Storage} of app {App} cannot be used ({Kind})")]
    private static partial void LogUnopened(ILogger logger, string kind, string app, string storage);

    private sealed class Slot
    {
        public OpenStorage? Known { get; private set; }

        public long? ReadAt { get; private set; }

        public Task<OpenStorage?>? Reading { get; set; }

        public OpenStorage? Keep(OpenStorage? storage, long at)
        {
            (Known, ReadAt, Reading) = (storage, at, null);
            return storage;
        }
    }
}
