using OrleansFrames.Users;

namespace OrleansFrames.Ledger.Queries;

/// <summary>Lists calls, members and users from the read models, with the users in them as they are now. One activation per silo. Key: <c>queries</c>.</summary>
/// <remarks>A change is found as soon as its grain has told the read models, moments after it was answered.</remarks>
[Alias("frames.IQueryGrain")]
public interface IQueryGrain : IGrainWithStringKey
{
    /// <summary>Refuses a cursor that is not one of this list.</summary>
    [Alias("Calls")]
    Task<Outcome<CallPage>> CallsAsync(CallQuery query, CancellationToken cancellationToken);

    /// <summary>Refuses a cursor that is not one of this list. No such call has no members.</summary>
    [Alias("Members")]
    Task<Outcome<MemberPage>> MembersAsync(MemberQuery query, CancellationToken cancellationToken);

    [Alias("Users")]
    Task<IReadOnlyList<UserResponse>> UsersAsync(UserQuery query, CancellationToken cancellationToken);
}
