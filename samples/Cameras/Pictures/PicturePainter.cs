using System.Globalization;

namespace OrleansFrames.Cameras.Pictures;

/// <summary>Draws the picture of one camera as I420. What never changes is drawn once; what moves is drawn in luma only, over neutral chroma.</summary>
internal sealed class PicturePainter
{
    private const byte Black = 16;
    private const byte White = 235;
    private const byte Panel = 32;
    private const byte Neutral = 128;
    private const int RoundTripMilliseconds = 4000;

    private readonly int _width;
    private readonly int _height;
    private readonly byte[] _scene;

    public PicturePainter(string name, ParticipantColour colour, int width, int height)
    {
        (_width, _height) = (width, height);
        _scene = new byte[width * height * 3 / 2];
        Frame = new byte[_scene.Length];
        var (y, u, v) = Palette.ToYuv(colour);
        Luma(_scene).Fill(y);
        Chroma(_scene, 0).Fill(u);
        Chroma(_scene, 1).Fill(v);
        Neutralise(0, Layout.FactsHeight, 0);
        Neutralise(Layout.PanelTop, Layout.PanelBottom, Layout.PanelLeft);
        Neutralise(Layout.StripTop, 1, 0);
        BitmapFont.Draw(Luma(_scene), width, name, Row(Layout.NameTop), (int)(Layout.TextWidth * width), Row(Layout.NameHeight), White);
    }

    /// <summary>The frame drawn last.</summary>
    public byte[] Frame { get; }

    public void DrawMoving(BurnedFacts facts)
    {
        _scene.CopyTo(Frame, 0);
        var luma = Luma(Frame);
        facts.Draw(luma, _width, _height);
        var clock = facts.Clock.UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        BitmapFont.Draw(luma, _width, clock, Row(Layout.ClockTop), (int)(Layout.TextWidth * _width), Row(Layout.ClockHeight), White);
        DrawBall(luma, facts.Clock.ToUnixTimeMilliseconds() % RoundTripMilliseconds / (double)RoundTripMilliseconds);
    }

    public void DrawBlack()
    {
        Luma(Frame).Fill(Black);
        Frame.AsSpan(_width * _height).Fill(Neutral);
    }

    private void DrawBall(Span<byte> luma, double progress)
    {
        var radius = (_height - Row(Layout.StripTop)) / 2;
        var there = progress < 0.5 ? progress * 2 : 2 - (progress * 2);
        var (centreX, centreY) = (radius + (int)(there * (_width - (2 * radius))), _height - radius);
        for (var dy = -radius; dy < radius; dy++)
        {
            var half = (int)Math.Sqrt((radius * radius) - (dy * dy));
            luma.Slice(((centreY + dy) * _width) + centreX - half, 2 * half).Fill(White);
        }
    }

    private void Neutralise(double top, double bottom, double left)
    {
        // Even edges: two rows and columns of luma share one of chroma.
        var (x, y) = ((int)(left * _width) & ~1, Row(top) & ~1);
        var (w, h) = (_width - (2 * x), (Row(bottom) & ~1) - y);
        Plane.Fill(Luma(_scene), _width, x, y, w, h, Panel);
        Plane.Fill(Chroma(_scene, 0), _width / 2, x / 2, y / 2, w / 2, h / 2, Neutral);
        Plane.Fill(Chroma(_scene, 1), _width / 2, x / 2, y / 2, w / 2, h / 2, Neutral);
    }

    private int Row(double part) => (int)(part * _height);

    private Span<byte> Luma(byte[] frame) => frame.AsSpan(0, _width * _height);

    private Span<byte> Chroma(byte[] frame, int index) => frame.AsSpan(_width * _height * (4 + index) / 4, _width * _height / 4);
}
