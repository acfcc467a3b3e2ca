namespace OrleansFrames.Cameras.Pictures;

/// <summary>Capital letters, digits and a few signs of five by seven dots.</summary>
internal static class BitmapFont
{
    private const int Columns = 5;
    private const int Rows = 7;

    // The sign, then two hexadecimal digits a row; the leftmost dot is the bit of value 16.
    private const string Signs = """
        00E11131519110E 1040C040404040E 20E11010204081F 31F02040201110E 402060A121F0202 51F101E0101110E
        60608101E11110E 71F010204080808 80E11110E11110E 90E11110F01020C A0E1111111F1111 B1E11111E11111E
        C0E11101010110E D1C12111111121C E1F10101E10101F F1F10101E101010 G0E11101711110F H1111111F111111
        I0E04040404040E J0702020202120C K11121418141211 L1010101010101F M111B1515111111 N11111915131111
        O0E11111111110E P1E11111E101010 Q0E11111115120D R1E11111E141211 S0F10100E01011E T1F040404040404
        U1111111111110E V11111111110A04 W1111111515150A X11110A040A1111 Y1111110A040404 Z1F01020408101F
        :000C0C000C0C00 .00000000000C0C -0000001F000000 ?0E110102040004
        """;

    private static readonly Dictionary<char, string> Glyphs = Signs
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        .ToDictionary(sign => sign[0], sign => sign[1..]);

    /// <summary>Draws text centred in a box whose top is <paramref name="top"/>, as large as fits. A character without a glyph is drawn as <c>?</c>.</summary>
    public static void Draw(Span<byte> luma, int width, string text, int top, int boxWidth, int boxHeight, byte ink)
    {
        var cells = (text.Length * (Columns + 1)) - 1;
        var dot = Math.Max(1, Math.Min(boxWidth / cells, boxHeight / Rows));
        var left = Math.Max(0, (width - (cells * dot)) / 2);
        foreach (var letter in text)
        {
            var glyph = Glyphs.GetValueOrDefault(char.ToUpperInvariant(letter)) ?? Glyphs['?'];
            for (var row = 0; row < Rows && letter != ' '; row++)
            {
                var dots = Convert.ToInt32(glyph.Substring(row * 2, 2), 16);
                for (var column = 0; column < Columns; column++)
                {
                    var x = left + (column * dot);
                    if ((dots & (16 >> column)) != 0 && x + dot <= width)
                    {
                        Plane.Fill(luma, width, x, top + (row * dot), dot, dot, ink);
                    }
                }
            }

            left += (Columns + 1) * dot;
        }
    }
}
