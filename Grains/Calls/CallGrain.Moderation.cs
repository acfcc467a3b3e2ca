using OrleansFrames.Moderation;

namespace OrleansFrames.Calls;

/// <summary>What moderators do to a call.</summary>
internal sealed partial class CallGrain
{
    public Task<Outcome<CallState>> KickUserAsync(KickUser request, CancellationToken cancellationToken)
        => ModerateAsync(book => CallModeration.Kick(book, request, App, Cid, clock.GetUtcNow()), cancellationToken);

    public Task<Outcome<CallState>> BlockUserAsync(string userId, string? byId, CancellationToken cancellationToken)
        => ModerateAsync(book => CallModeration.Block(book, userId, byId, App, Cid, clock.GetUtcNow()), cancellationToken);

    public Task<Outcome<CallState>> UnblockUserAsync(string userId, CancellationToken cancellationToken)
        => ModerateAsync(book => CallModeration.Unblock(book, userId), cancellationToken);

    public Task<Outcome<CallState>> MuteUsersAsync(MuteUsers request, CancellationToken cancellationToken)
        => ModerateAsync(book => CallModeration.Mute(book, request), cancellationToken);

    public Task<Outcome<CallState>> EndAsync(string? byId, CancellationToken cancellationToken)
        => ModerateAsync(book => CallModeration.End(book, byId, App, Cid, clock.GetUtcNow()), cancellationToken);

    private async Task<Outcome<CallState>> ModerateAsync(Func<CallBook, Outcome<CallStep>> change, CancellationToken cancellationToken)
    {
        var answer = await AnswerAsync(change, cancellationToken);
        if (answer.Refusal is null)
        {
            await TryFlushAsync(cancellationToken);
        }

        return answer;
    }
}
