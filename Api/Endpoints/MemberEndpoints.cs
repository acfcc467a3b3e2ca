using OrleansFrames.Api.Operations;
using OrleansFrames.Calls;
using OrleansFrames.CallTypes;

namespace OrleansFrames.Api.Endpoints;

/// <summary>GetStream's UpdateCallMembersResponse: the members that were added or changed, as they are now, in the order of the request.</summary>
internal sealed record MembersAnswer(IReadOnlyList<MemberResponse> Members);

internal static class MemberEndpoints
{
    public static void MapMembers(this ApiRoutes routes)
        => routes.Post("/video/call/{type}/{id}/members", "UpdateCallMembers", "UpdateCallMember", MemberReader.Update, UpdateAsync)
            .Answers<MembersAnswer>("Adds, changes and removes members of a call");

    private static async Task<Answer> UpdateAsync(ApiCall call, MembersUpdate update)
    {
        if (await call.WhyNotAsync(Needed(update)) is { } refusal)
        {
            return new(null, refusal);
        }

        return Answer.Of(
            await call.Call.UpdateMembersAsync(update, call.Aborted),
            state => new MembersAnswer([.. update.Update.SelectMany(request => state.Members.Where(member => member.UserId == request.UserId))]));
    }

    // A role may bring permissions: who may add members may not make hosts of them by that alone.
    private static IEnumerable<Permission> Needed(MembersUpdate update)
    {
        if (update.Update.Any(member => member.Role is not null))
        {
            yield return Permissions.UpdateCallMemberRole;
        }

        if (update.Remove.Count > 0)
        {
            yield return Permissions.RemoveCallMember;
        }
    }
}
