namespace OrleansFrames.Silo.Storage.Folder;

/// <summary>Writes pictures of the folder store to the disk: file by file, then each directory that holds one, and those above it when they are new.</summary>
internal sealed class FolderBarrier(FramePaths paths) : IDurabilityBarrier
{
    private const int MostKnown = 50_000;

    // Directories whose own names, up to the root, are on the disk.
    private readonly HashSet<string> _anchored = [];
    private readonly Lock _flushing = new();

    public IReadOnlyDictionary<StoredObject, string> Flush(IReadOnlyCollection<StoredObject> pictures)
    {
        lock (_flushing)
        {
            var failures = new Dictionary<StoredObject, string>();
            var files = new List<(string Directory, StoredObject Picture)>();
            foreach (var picture in pictures)
            {
                if (!paths.TryFind(picture.App, picture.ObjectKey, out var path))
                {
                    failures[picture] = $"'{picture.App}/{picture.ObjectKey}' is not a safe name for a file.";
                }
                else if (Try(path) is { } failure)
                {
                    failures[picture] = failure;
                }
                else
                {
                    files.Add((Path.GetDirectoryName(path)!, picture));
                }
            }

            var directories = new Dictionary<string, string?>();
            foreach (var directory in files.GroupBy(file => file.Directory, file => file.Picture))
            {
                if (Anchor(directory.Key, directories) is { } failure)
                {
                    directory.ToList().ForEach(picture => failures[picture] = failure);
                }
            }

            return failures;
        }
    }

    private static string? Try(string path)
    {
        try
        {
            Posix.Flush(path);
            return null;
        }
        catch (IOException failure)
        {
            return $"{path}: {failure.Message}";
        }
    }

    // All names of the batch were made before it began: one flush of a directory covers them.
    private static string? TryOnce(string path, Dictionary<string, string?> done)
    {
        if (!done.TryGetValue(path, out var failure))
        {
            failure = Try(path);
            done.Add(path, failure);
        }

        return failure;
    }

    private string? Anchor(string directory, Dictionary<string, string?> done)
    {
        var fresh = new List<string>();
        var failure = TryOnce(directory, done);
        for (var path = directory; failure is null && path != paths.Root && !_anchored.Contains(path);)
        {
            fresh.Add(path);
            path = Path.GetDirectoryName(path)!;
            failure = TryOnce(path, done);
        }

        if (failure is null)
        {
            Remember(fresh);
        }

        return failure;
    }

    private void Remember(List<string> directories)
    {
        if (_anchored.Count + directories.Count > MostKnown)
        {
            _anchored.Clear();
        }

        _anchored.UnionWith(directories);
    }
}
