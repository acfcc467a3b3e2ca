using OrleansFrames.Capture;
using OrleansFrames.Ledger.Queries;

namespace OrleansFrames.Calls;

/// <summary>Whether a participant fits a filter of <see cref="QuerySchema.Participants"/>.</summary>
internal static class ParticipantFilter
{
    private const string TrackPrefix = "TRACK_TYPE_";

    public static bool Fits(Filter filter, CallParticipant participant) => filter.Operator switch
    {
        FilterOperator.And => filter.Parts.All(part => Fits(part, participant)),
        FilterOperator.Or => filter.Parts.Any(part => Fits(part, participant)),
        FilterOperator.Nor => !filter.Parts.Any(part => Fits(part, participant)),
        _ => filter.Field == "user_id"
            ? filter.Values.Any(value => value.Text == participant.UserId)
            : filter.Values.Any(value => participant.Tracks.Any(track => IsNamed(track.TrackType, value.Text))),
    };

    // The full name, as in events, or what stands behind its prefix, in either case.
    private static bool IsNamed(TrackType type, string name)
        => type.WireName() == name || string.Equals(type.WireName()[TrackPrefix.Length..], name, StringComparison.OrdinalIgnoreCase);
}
