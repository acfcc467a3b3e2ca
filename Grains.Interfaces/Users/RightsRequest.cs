namespace OrleansFrames.Users;

/// <summary>Asks whether somebody may do something.</summary>
/// <param name="Action">The permission's action, such as <c>StartFrameRecording</c>.</param>
/// <param name="ServersOnly">No grant allows it: only server-side tokens may.</param>
/// <param name="Creates">It is asked for a call that may have to be made; where there is one, reading it is asked for instead.</param>
[GenerateSerializer, Immutable, Alias("frames.RightsRequest")]
public sealed record RightsRequest(
    [property: Id(0)] Actor Actor,
    [property: Id(1)] string Action,
    [property: Id(2)] bool ServersOnly = false,
    [property: Id(3)] bool Creates = false);
