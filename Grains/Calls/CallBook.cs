using OrleansFrames.Json;

namespace OrleansFrames.Calls;

/// <summary>What is stored of a call. Immutable: the pure transitions of <see cref="Participation"/> and <see cref="EgressMachine"/> make the next one.</summary>
public sealed record CallBook
{
    public int Version { get; init; } = 1;

    /// <summary>Rises with every write; ids of owed events are made of it.</summary>
    public long Revision { get; init; }

    public string CreatedById { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? StartsAt { get; init; }

    public string? Team { get; init; }

    public RawJson Custom { get; init; } = RawJson.EmptyObject;

    /// <summary>A copy of the call type's settings made at creation, with the call's own laid over.</summary>
    public RawJson Settings { get; init; } = RawJson.EmptyObject;

    public string? ExternalStorage { get; init; }

    public IReadOnlyList<CallMember> Members { get; init; } = [];

    /// <summary>When the call was ended for good.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Users who may not come in.</summary>
    public IReadOnlyList<string> BlockedUserIds { get; init; } = [];

    /// <summary>Users who were given permissions in this call, or had some taken.</summary>
    public IReadOnlyList<UserPermissions> UserPermissions { get; init; } = [];

    /// <summary>When the call went live; null while it is not.</summary>
    public DateTimeOffset? LiveSince { get; init; }

    /// <summary>When the call was deleted: from then on nobody finds it.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>True until all that is stored of a deleted call is gone.</summary>
    public bool IsErasing { get; init; }

    /// <summary>True when nothing is left but the revision, which a call of the same id goes on from.</summary>
    public bool IsErased { get; init; }

    public CallSession? Session { get; init; }

    public CallEgress? Egress { get; init; }

    /// <summary>Events that are stored here, but not yet known to be in the ledger.</summary>
    public IReadOnlyList<OwedEvent> Owed { get; init; } = [];

    /// <summary>Users who do not know yet where in the call they are.</summary>
    public IReadOnlyList<OwedPresence> Presences { get; init; } = [];

    /// <summary>The session, unless it has ended.</summary>
    public CallSession? LiveSession() => Session is { EndedAt: null } ? Session : null;
}

public sealed record CallMember(string UserId, string Role, RawJson Custom, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <summary>A user is owed word of where in the call it is.</summary>
/// <param name="Revision">Of the change that owes it: a later one owes it again.</param>
public sealed record OwedPresence(string UserId, long Revision);

/// <summary>An event that is owed to the ledger.</summary>
public sealed record OwedEvent(Guid Id, string Type, DateTimeOffset CreatedAt, string Payload);
