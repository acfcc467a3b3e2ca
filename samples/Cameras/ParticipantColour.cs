namespace OrleansFrames.Cameras;

/// <summary>The colours by which a test tells participants apart, in the order in which a server gives them out.</summary>
public enum ParticipantColour
{
    Red,
    Blue,
    Green,
    Yellow,
    Purple,
    Orange,
    Sky,
    Pink,
    Brown,
    Teal,
}
