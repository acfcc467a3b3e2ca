using OrleansFrames.Cameras.Pictures;

namespace OrleansFrames.Cameras.Tests.Pictures;

public sealed class BurnedFactsTests
{
    private const int Width = 640;
    private const int Height = 360;
    private static readonly BurnedFacts Facts = new(new DateTimeOffset(2026, 11, 22, 8, 46, 35, 737, TimeSpan.Zero), 4_000_000_000);

    [Fact]
    public void TryRead_Drawn_GivesTheSame()
    {
        Assert.True(BurnedFacts.TryRead(Draw(), Width, Height, out var read));
        Assert.Equal(Facts, read);
    }

    [Fact]
    public void TryRead_AnyOneBlockFlipped_Refuses()
    {
        for (var block = 0; block < 4 * 26; block++)
        {
            var luma = Draw();
            var (top, left) = ((int)(block / 26 * Layout.FactsHeight * Height / 4), block % 26 * Width / 26);
            for (var i = 0; i < 12 * 24; i++)
            {
                ref var dot = ref luma[((top + (i / 24)) * Width) + left + (i % 24)];
                dot = (byte)(251 - dot);
            }

            Assert.False(BurnedFacts.TryRead(luma, Width, Height, out _), $"block {block}");
        }
    }

    [Fact]
    public void TryRead_BlackPicture_Refuses() => Assert.False(BurnedFacts.TryRead(new byte[Width * Height], Width, Height, out _));

    [Theory]
    [InlineData(1.596, 0.391, 0.813, 2.018)]
    [InlineData(1.793, 0.213, 0.533, 2.112)]
    public void Nearest_DecodedWithEitherMatrix_IsTheColourDrawn(double rv, double gu, double gv, double bu)
    {
        foreach (var colour in Enum.GetValues<ParticipantColour>())
        {
            var (y, u, v) = Palette.ToYuv(colour);
            var (luma, blue, red) = (1.164 * (y - 16), u - 128, v - 128);

            var nearest = Palette.Nearest(
                Math.Clamp(luma + (rv * red), 0, 255),
                Math.Clamp(luma - (gu * blue) - (gv * red), 0, 255),
                Math.Clamp(luma + (bu * blue), 0, 255));

            Assert.Equal(colour, nearest);
        }
    }

    private static byte[] Draw()
    {
        var painter = new PicturePainter("Ada", ParticipantColour.Teal, Width, Height);
        painter.DrawMoving(Facts);
        return painter.Frame[..(Width * Height)];
    }
}
