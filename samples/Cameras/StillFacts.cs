namespace OrleansFrames.Cameras;

/// <summary>What a stored picture shows.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Colour">Whose picture it is, or null where no participant's colour is near.</param>
/// <param name="Clock">When the picture was drawn, or null where it carries no readable facts.</param>
/// <param name="Frame">Frames drawn before it, or null where it carries no readable facts.</param>
/// <param name="LumaMean">0 (black) to 255.</param>
public sealed record StillFacts(int Width, int Height, ParticipantColour? Colour, DateTimeOffset? Clock, uint? Frame, double LumaMean);
