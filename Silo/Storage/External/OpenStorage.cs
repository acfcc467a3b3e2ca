using System.Globalization;
using OrleansFrames.Storage;

namespace OrleansFrames.Silo.Storage.External;

/// <summary>An app's external storage as this server uses it.</summary>
internal sealed class OpenStorage(ExternalStorage made, IObjectStore objects, TimeProvider clock)
{
    private const int MostAttempts = 4;

    // Twice as long each time: all of them take a second and a half, which is within the time of any tick.
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    public ExternalStorage Made => made;

    /// <summary>Stores an object below the storage's prefix; what may pass is tried again.</summary>
    public async Task<StoreResult> PutAsync(string name, ReadOnlyMemory<byte> bytes, string contentType, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        PictureKey key = new(made.Name, Prefix(made.Path) + name);
        for (var attempt = 1; ; attempt++)
        {
            var tried = await objects.PutAsync(key.Name, bytes, contentType, cancellationToken);
            if (tried.Error is null)
            {
                return StoreResult.Stored with { ObjectKey = key.ToString() };
            }

            if (!tried.MayPass || attempt == MostAttempts)
            {
                var times = attempt == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", after {attempt} attempts");
                return new($"the external storage '{made.Name}' did not take it{times}: {tried.Error}");
            }

            await Task.Delay(FirstPause * Math.Pow(2, attempt - 1), clock, cancellationToken);
        }
    }

    public ValueTask<string> SignAsync(string name, TimeSpan life, CancellationToken cancellationToken) => objects.SignAsync(name, life, cancellationToken);

    /// <summary>A path is a folder, with or without a slash at its end.</summary>
    private static string Prefix(string path)
    {
        var folder = path.Trim('/');
        return folder.Length == 0 ? "" : folder + "/";
    }
}
