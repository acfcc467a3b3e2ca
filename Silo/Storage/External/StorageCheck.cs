using System.Globalization;
using System.Text;
using OrleansFrames.Storage;

namespace OrleansFrames.Silo.Storage.External;

/// <summary>Writes <c>stream-{uuid}.md</c>, as GetStream's check does, and signs its URL.</summary>
internal sealed class StorageCheck(ExternalStorages storages, TimeProvider clock) : IStorageCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan UrlLife = TimeSpan.FromHours(1);

    public async Task<Outcome<string>> CheckAsync(string app, string name, CancellationToken cancellationToken)
    {
        if (await storages.AskAsync(app, name, cancellationToken) is not { } storage)
        {
            return Refusal.NotFound($"external storage '{name}' does not exist");
        }

        using CancellationTokenSource deadline = new(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var written = await storage.PutAsync($"stream-{Guid.NewGuid()}.md", Text(app), "text/markdown", either.Token);
            return written.ObjectKey is { } key
                ? await storage.SignAsync(PictureKey.Parse(key).Name, UrlLife, either.Token)
                : Refusal.Input(written.Error!);
        }
        catch (FrameUrlException error)
        {
            return Refusal.Input($"the external storage '{name}' took the file, but its URL cannot be signed: {error.Message}");
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return Refusal.Input(string.Create(CultureInfo.InvariantCulture, $"the external storage '{name}' gave no answer within {Patience.TotalSeconds} s"));
        }
    }

    private byte[] Text(string app)
        => Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"OrleansFrames wrote this for app {app} at {clock.GetUtcNow():O}, to see whether it may. It can be deleted.\n"));
}
