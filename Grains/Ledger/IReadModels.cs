using OrleansFrames.Calls;
using OrleansFrames.Json;
using OrleansFrames.Ledger.Queries;
using OrleansFrames.Users;

namespace OrleansFrames.Ledger;

/// <summary>What queries read, for grain state cannot be queried. Grains owe it their newest revision; an older one never replaces a newer.</summary>
public interface IReadModels
{
    Task SaveCallAsync(CallEntry entry, CancellationToken cancellationToken);

    Task SaveUserAsync(UserEntry entry, CancellationToken cancellationToken);

    /// <summary>Calls with at most 100 members each, and with the viewer's own membership.</summary>
    /// <param name="types">Call types of which a viewer sees all calls.</param>
    /// <exception cref="FormatException">The cursor is not one of this list.</exception>
    Task<EntryPage<CallEntry>> CallsAsync(CallQuery query, IReadOnlyList<string> types, CancellationToken cancellationToken);

    /// <summary>The types of an app's calls.</summary>
    Task<IReadOnlyList<string>> CallTypesAsync(string app, CancellationToken cancellationToken);

    /// <exception cref="FormatException">The cursor is not one of this list.</exception>
    Task<EntryPage<MemberEntry>> MembersAsync(MemberQuery query, CancellationToken cancellationToken);

    Task<IReadOnlyList<UserResponse>> UsersAsync(UserQuery query, CancellationToken cancellationToken);

    /// <summary>These users, in no order; who is not there is left out.</summary>
    Task<IReadOnlyList<UserResponse>> UsersAsync(string app, IReadOnlyCollection<string> ids, CancellationToken cancellationToken);
}

/// <summary>A call as queries find it.</summary>
/// <param name="Call">Its users are ids alone: whoever answers puts them in as they are then.</param>
/// <param name="Deleted">True when no query may find it any more.</param>
public sealed record CallEntry(string App, long Revision, CallResponse Call, IReadOnlyList<MemberEntry> Members, bool Deleted = false);

public sealed record MemberEntry(string UserId, string Role, RawJson Custom, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

public sealed record UserEntry(string App, long Revision, UserResponse User);

/// <param name="Next">Cursor of the page behind it; null when there is none.</param>
/// <param name="Prev">Cursor of the page before it; null when there is none.</param>
public sealed record EntryPage<T>(IReadOnlyList<T> Rows, string? Next, string? Prev);
