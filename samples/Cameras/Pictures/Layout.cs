namespace OrleansFrames.Cameras.Pictures;

/// <summary>Where things are in the picture, in parts of its height and width: drawing and reading back share it at every size.</summary>
internal static class Layout
{
    public const double FactsHeight = 0.14;
    public const double PanelTop = 0.18;
    public const double PanelBottom = 0.55;
    public const double PanelLeft = 0.05;
    public const double NameTop = 0.21;
    public const double NameHeight = 0.15;
    public const double ClockTop = 0.41;
    public const double ClockHeight = 0.10;
    public const double TextWidth = 0.84;
    public const double StripTop = 0.86;
    public const double ColourTop = 0.60;
    public const double ColourBottom = 0.80;
    public const double ColourLeft = 0.10;
}
