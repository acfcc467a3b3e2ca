using OrleansFrames.Api.Input;
using OrleansFrames.Calls;

namespace OrleansFrames.Api.Endpoints;

/// <summary>Reads GetStream's UpdateCallMembersRequest.</summary>
internal static class MemberReader
{
    public static MembersUpdate Update(RequestInput input)
    {
        var body = input.Body;
        var remove = body.UserIds("remove_members", CallReader.MostMembers) ?? [];
        var update = (body.Items("update_members", CallReader.MostMembers) ?? []).Select(CallReader.Member).ToArray();
        if (update.FirstOrDefault(member => remove.Contains(member.UserId)) is { } both)
        {
            body.Refuse("remove_members", $"names {both.UserId}, as update_members does");
        }

        // Named twice, the last counts; it is answered once.
        return new([.. update.Reverse().DistinctBy(member => member.UserId).Reverse()], remove);
    }
}
