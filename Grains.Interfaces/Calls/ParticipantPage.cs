namespace OrleansFrames.Calls;

/// <summary>Participants of a call.</summary>
/// <param name="State">The call that they are in.</param>
/// <param name="Participants">No more than were asked for.</param>
/// <param name="Total">How many fit the filter.</param>
[GenerateSerializer, Immutable, Alias("frames.ParticipantPage")]
public sealed record ParticipantPage(
    [property: Id(0)] CallState State, [property: Id(1)] IReadOnlyList<CallParticipantResponse> Participants, [property: Id(2)] int Total);
