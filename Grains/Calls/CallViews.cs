using System.Text.Json;
using OrleansFrames.CallTypes;
using OrleansFrames.Json;
using OrleansFrames.Ledger;
using OrleansFrames.Users;

namespace OrleansFrames.Calls;

/// <summary>Renders a call for answers and events, with its users as they are now.</summary>
internal sealed class CallViews(IGrainFactory grains, string app, string type, string id)
{
    private readonly string _cid = $"{type}:{id}";

    public async Task<CallState> StateAsync(CallBook book, bool created, CancellationToken cancellationToken)
    {
        var users = await UsersAsync(book, [], cancellationToken);
        return new(Call(book, users), Members(book, users), created);
    }

    /// <summary>The call as queries are to find it, its users by id alone.</summary>
    public CallEntry Entry(CallBook book)
    {
        // Of a deleted call nothing is kept that somebody said.
        var shown = book.DeletedAt is null ? book : new() { CreatedAt = book.CreatedAt, UpdatedAt = book.UpdatedAt };
        var users = UserIds(shown, []).ToDictionary(userId => userId, userId => new UserResponse(userId, ""));
        return new(
            app,
            book.Revision,
            Call(shown, users) with { UserPermissions = shown.UserPermissions.Count == 0 ? null : shown.UserPermissions },
            [.. shown.Members.Select(member => new MemberEntry(member.UserId, member.Role, member.Custom, member.CreatedAt, member.UpdatedAt))],
            Deleted: book.DeletedAt is not null);
    }

    /// <summary>The drafts as events that the book owes; their ids follow from the call, its revision and their place.</summary>
    public async Task<IReadOnlyList<OwedEvent>> EventsAsync(
        CallBook book, IReadOnlyList<EventDraft> drafts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (drafts.Count == 0)
        {
            return [];
        }

        var users = await UsersAsync(book, drafts.SelectMany(draft => (string?[])[draft.Participant?.UserId, draft.UserId, draft.ById]), cancellationToken);
        var grants = drafts.Any(draft => draft.TellsCapabilities || draft.Type == EventDraft.PermissionsUpdated) ? await GrantsAsync(cancellationToken) : null;
        return [.. drafts.Select((draft, place) => new OwedEvent(
            NameUuid.Create(NameUuid.Create(Guid.Empty, $"{app}/{_cid}"), $"{book.CreatedAt.Ticks}/{book.Revision}/{place}/{draft.Type}"),
            draft.Type,
            now,
            JsonSerializer.Serialize(Event(book, draft, now, users, grants), FramesJson.Rfc3339)))];
    }

    private CallEvent Event(
        CallBook book,
        EventDraft draft,
        DateTimeOffset now,
        Dictionary<string, UserResponse> users,
        IReadOnlyDictionary<string, IReadOnlyList<string>>? grants)
        => new(draft.Type, now, _cid)
        {
            EgressId = draft.EgressId,
            SessionId = draft.SessionId,
            Call = draft.Call ? Call(book, users) : null,
            Members = Members(book, draft, users),
            Participant = draft.Participant is { } participant ? Participant(participant, users) : null,
            DurationSeconds = draft is { Type: EventDraft.Left, Participant: { } left } ? (long)(now - left.JoinedAt).TotalSeconds : null,
            CapabilitiesByRole = draft.TellsCapabilities ? Granted.ByRole(grants!) : null,
            OwnCapabilities = draft is { Type: EventDraft.PermissionsUpdated, UserId: { } whose } ? CallAccess.Capabilities(book, Acting(users[whose]), grants!) : null,
            Custom = draft.Said,
            Reason = draft.Reason,
            User = draft.UserId is { } userId ? users[userId] : null,
            KickedByUser = draft is { Type: EventDraft.Kicked, ById: { } kickedBy } ? users[kickedBy] : null,
            BlockedByUser = draft is { Type: EventDraft.Blocked, ById: { } blockedBy } ? users[blockedBy] : null,
            FromUserId = draft.Type == EventDraft.Muted ? draft.ById ?? "" : null,
            MutedUserIds = draft.MutedUserIds,
        };

    private async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> GrantsAsync(CancellationToken cancellationToken)
    {
        var callType = await grains.GetCallType(app, type).GetAsync(cancellationToken);
        return callType.Value is { } found ? found.Grants : new Dictionary<string, IReadOnlyList<string>>();
    }

    private static ActingUser Acting(UserResponse user) => new(user.Id, user.Role);

    private CallResponse Call(CallBook book, Dictionary<string, UserResponse> users)
    {
        var backstage = CallSettings.Backstage(book.Settings);
        return new(
            type,
            id,
            _cid,
            users[book.CreatedById],
            book.CreatedAt,
            book.UpdatedAt,
            book.Custom,
            book.Settings,
            new(book.IsOn() ? new FrameRecordingResponse("running") : null),
            book.LiveSession()?.Id ?? "")
        {
            Session = book.Session is { } session ? Session(session, users) : null,
            EndedAt = book.EndedAt,
            StartsAt = book.StartsAt,
            Team = book.Team,
            BlockedUserIds = book.BlockedUserIds,
            Backstage = Backstage.IsIn(book, backstage),
            JoinAheadTimeSeconds = backstage.JoinAheadSeconds,
        };
    }

    private static CallSessionResponse Session(CallSession session, Dictionary<string, UserResponse> users) => new(
        session.Id,
        session.StartedAt,
        session.EndedAt,
        [.. session.Participants.Select(participant => Participant(participant, users))],
        session.Participants.CountBy(participant => participant.Role).ToDictionary())
    {
        LiveStartedAt = session.LiveStartedAt,
        LiveEndedAt = session.LiveEndedAt,
    };

    private static CallParticipantResponse Participant(CallParticipant participant, Dictionary<string, UserResponse> users)
        => new(participant.UserSessionId, users[participant.UserId], participant.Role, participant.JoinedAt);

    private static IReadOnlyList<object>? Members(CallBook book, EventDraft draft, Dictionary<string, UserResponse> users) => draft switch
    {
        { Type: EventDraft.Created } => Members(book, users),
        { Type: EventDraft.MemberRemoved } => draft.MemberIds,
        { MemberIds: { } ids } => [.. Members(book, users).Where(member => ids.Contains(member.UserId))],
        _ => null,
    };

    private static MemberResponse[] Members(CallBook book, Dictionary<string, UserResponse> users)
        => [.. book.Members.Select(member => new MemberResponse(
            member.UserId, users[member.UserId], member.Role, member.Custom, member.CreatedAt, member.UpdatedAt))];

    private static IEnumerable<string> UserIds(CallBook book, IEnumerable<string?> more) => more.OfType<string>()
        .Append(book.CreatedById)
        .Concat(book.Members.Select(member => member.UserId))
        .Concat((book.Session?.Participants ?? []).Select(participant => participant.UserId))
        .Distinct();

    private async Task<Dictionary<string, UserResponse>> UsersAsync(
        CallBook book, IEnumerable<string?> more, CancellationToken cancellationToken)
    {
        HashSet<string> present = [.. (book.LiveSession()?.Participants ?? []).Select(participant => participant.UserId)];
        var users = await Task.WhenAll(UserIds(book, more).Select(userId => UserAsync(userId, present.Contains(userId), cancellationToken)));
        return users.ToDictionary(user => user.Id);
    }

    // Users hear of their presence after it is written here; what the call shows must not lag behind what it says.
    private async Task<UserResponse> UserAsync(string userId, bool present, CancellationToken cancellationToken)
    {
        var user = grains.GetUser(app, userId);
        var seen = await user.GetElsewhereAsync(_cid, cancellationToken) ?? await user.EnsureAsync(cancellationToken);
        return seen with { Online = present || seen.Online };
    }
}
