using Microsoft.Extensions.Logging;
using OrleansFrames.Ledger;

namespace OrleansFrames.Users;

/// <summary>What the user owes the read models: its newest revision, after every write and again with each activation.</summary>
internal sealed partial class UserGrain
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private IGrainTimer? _indexing;

    /// <summary>The revision that the read models were told last; none yet in this activation.</summary>
    private long _indexed = -1;

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
        var (revision, user) = (stored.State.Revision, Current(stored.State.User!, stored.State.Presences));
        if (revision == _indexed)
        {
            return;
        }

        try
        {
            // Whoever asked may be gone; what is written is owed all the same.
            await models.SaveUserAsync(new(GrainKeys.Parts(this.GetPrimaryKeyString())[0], revision, user), CancellationToken.None);
            _indexed = revision;
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
