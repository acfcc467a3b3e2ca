using System.Text.Json.Serialization;
using OrleansFrames.Calls;

namespace OrleansFrames.Api.Endpoints;

/// <summary>GetStream's GetCallResponse and UpdateCallResponse; with <c>created</c> GetOrCreateCallResponse.</summary>
/// <param name="OwnCapabilities">What the caller may do in the call.</param>
internal sealed record CallAnswer(
    CallResponse Call, IReadOnlyList<MemberResponse> Members, IReadOnlyList<string> OwnCapabilities, bool? Created = null)
{
    public static CallAnswer From(CallState state, IReadOnlyList<string> ownCapabilities, int membersLimit = CallReader.MostMembers)
        => new(state.Call, [.. state.Members.Take(membersLimit)], ownCapabilities);
}

/// <summary>GetStream's DeleteCallResponse.</summary>
/// <param name="TaskId">Always null: there is no task to wait for.</param>
internal sealed record DeletedAnswer(CallResponse Call, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? TaskId = null);
