using System.Collections.Concurrent;

namespace OrleansFrames.Silo.Storage.Folder;

/// <summary>Writes pictures of the folder store to the disk: file by file, then each directory that holds one, and those above it when they are new.</summary>
internal sealed class FolderBarrier(FramePaths paths) : IDurabilityBarrier
{
    // The disk merges flushes that are under way together; one after the other, each would pay for its own.
    private const int AtOnce = 8;
    private const int MostKnown = 50_000;

    private readonly HashSet<string> _anchored = [];
    private readonly Lock _flushing = new();

    public IReadOnlyDictionary<StoredObject, string> Flush(IReadOnlyCollection<StoredObject> pictures)
    {
        lock (_flushing)
        {
            var failures = new ConcurrentDictionary<StoredObject, string>();
            var files = pictures.ToDictionary(picture => picture, picture => Find(picture, failures));
            Parallel.ForEach(files, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, file => Try(file.Value, [file.Key], failures));
            var directories = files.Where(file => !failures.ContainsKey(file.Key)).ToLookup(file => Path.GetDirectoryName(file.Value)!, file => file.Key);
            foreach (var directory in directories)
            {
                Anchor(directory.Key, [.. directory], failures);
            }

            return failures;
        }
    }

    private static bool Try(string path, IReadOnlyCollection<StoredObject> pictures, ConcurrentDictionary<StoredObject, string> failures)
    {
        if (path.Length == 0)
        {
            return false;
        }

        try
        {
            Posix.Flush(path);
            return true;
        }
        catch (IOException failure)
        {
            foreach (var picture in pictures)
            {
                failures[picture] = $"{path}: {failure.Message}";
            }

            return false;
        }
    }

    private string Find(StoredObject picture, ConcurrentDictionary<StoredObject, string> failures)
    {
        if (paths.TryFind(picture.App, picture.ObjectKey, out var path))
        {
            return path;
        }

        failures[picture] = $"'{picture.App}/{picture.ObjectKey}' is not a safe name for a file.";
        return "";
    }

    private void Anchor(string directory, IReadOnlyCollection<StoredObject> pictures, ConcurrentDictionary<StoredObject, string> failures)
    {
        var flushed = Try(directory, pictures, failures);
        for (var path = directory; flushed && path != paths.Root && !_anchored.Contains(path); path = Path.GetDirectoryName(path)!)
        {
            flushed = Try(Path.GetDirectoryName(path)!, pictures, failures);
        }

        if (!flushed)
        {
            return;
        }

        if (_anchored.Count >= MostKnown)
        {
            _anchored.Clear();
        }

        for (var path = directory; path != paths.Root && _anchored.Add(path); path = Path.GetDirectoryName(path)!)
        {
        }
    }
}
