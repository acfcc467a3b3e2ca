namespace OrleansFrames.Cameras.Pictures;

/// <summary>Colours far enough apart to survive H.264, JPEG and a player that guesses the other colour matrix.</summary>
internal static class Palette
{
    private static readonly (byte R, byte G, byte B)[] Colours =
    [
        (200, 40, 40), (40, 70, 200), (40, 150, 60), (230, 215, 50), (120, 50, 160),
        (240, 140, 20), (110, 190, 240), (240, 130, 180), (120, 75, 40), (0, 150, 150),
    ];

    public static int Count => Colours.Length;

    /// <summary>BT.601, limited range: what a decoder assumes where the stream says nothing.</summary>
    public static (byte Y, byte U, byte V) ToYuv(ParticipantColour colour)
    {
        var (r, g, b) = Colours[(int)colour];
        return (
            (byte)Math.Round(16 + (0.257 * r) + (0.504 * g) + (0.098 * b)),
            (byte)Math.Round(128 - (0.148 * r) - (0.291 * g) + (0.439 * b)),
            (byte)Math.Round(128 + (0.439 * r) - (0.368 * g) - (0.071 * b)));
    }

    /// <summary>The nearest colour, or null where none is near (a black picture, another source).</summary>
    public static ParticipantColour? Nearest(double r, double g, double b)
    {
        const double TooFar = 60;
        var (distance, index) = Colours
            .Select((c, i) => (Distance: Math.Sqrt(Math.Pow(c.R - r, 2) + Math.Pow(c.G - g, 2) + Math.Pow(c.B - b, 2)), Index: i))
            .Min();
        return distance > TooFar ? null : (ParticipantColour)index;
    }
}
