using Microsoft.Extensions.Logging;
using OrleansFrames.Ledger;

namespace OrleansFrames.Users;

/// <summary>What the user owes the read models: its newest revision, after every write and again with each activation.</summary>
internal sealed partial class UserGrain
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private IGrainTimer? _indexing;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (stored.State.User is not null)
        {
            IndexLater(TimeSpan.Zero);
        }

        return Task.CompletedTask;
    }

    /// <summary>A user is stored whether queries can be told or not; when they cannot, it is tried again.</summary>
    private async Task IndexAsync()
    {
        UserEntry entry = new(GrainKeys.Parts(this.GetPrimaryKeyString())[0], stored.State.Revision, stored.State.User!);
        try
        {
            // Whoever asked may be gone; what is written is owed all the same.
            await models.SaveUserAsync(entry, CancellationToken.None);
        }
        catch (LedgerException error)
        {
            LogIndex(log, error, Id);
            IndexLater(RetryAfter);
        }
    }

    private void IndexLater(TimeSpan wait)
    {
        _indexing ??= this.RegisterGrainTimer(
            static (self, _) => self.IndexAsync(),
            this,
            new() { DueTime = Timeout.InfiniteTimeSpan, Period = Timeout.InfiniteTimeSpan, Interleave = true, KeepAlive = true });
        _indexing.Change(wait, Timeout.InfiniteTimeSpan);
    }

    [LoggerMessage(LogLevel.Error, "User {UserId}: queries cannot be told; it is tried again")]
    private static partial void LogIndex(ILogger logger, Exception error, string userId);
}
