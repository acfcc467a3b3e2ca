namespace OrleansFrames.Calls;

/// <summary>What its hosts do with a call: permissions of one user, backstage, events of their own.</summary>
internal sealed partial class CallGrain
{
    public Task<Outcome<CallState>> UpdateUserPermissionsAsync(UserPermissionsUpdate request, CancellationToken cancellationToken)
        => ModerateAsync(book => PermissionChange.Make(book, request), cancellationToken);

    public Task<Outcome<CallState>> GoLiveAsync(CancellationToken cancellationToken)
        => ModerateAsync(book => Backstage.GoLive(book, clock.GetUtcNow()), cancellationToken);

    public Task<Outcome<CallState>> StopLiveAsync(CancellationToken cancellationToken)
        => ModerateAsync(book => Backstage.StopLive(book, clock.GetUtcNow()), cancellationToken);

    // A book of its own: an event is owed by a write, although nothing else changes.
    public Task<Outcome<CallState>> SendEventAsync(CustomEvent request, CancellationToken cancellationToken)
        => ModerateAsync(
            book => new CallStep(book with { }, [new(EventDraft.Custom) { UserId = request.UserId, Said = request.Custom }]), cancellationToken);
}
