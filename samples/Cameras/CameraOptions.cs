namespace OrleansFrames.Cameras;

/// <summary>A camera to be served.</summary>
/// <param name="Name">Shown in the picture; in lower case, with other characters than letters and digits as <c>-</c>, the path of the URL.</param>
/// <param name="Width">Pixels, even, 128 to 3840.</param>
/// <param name="Height">Pixels, even, 128 to 3840. More than <paramref name="Width"/> is portrait.</param>
/// <param name="FramesPerSecond">1 to 60.</param>
/// <param name="KeyFrameSeconds">Seconds from one key frame to the next; less than a frame's time makes every frame a key frame.</param>
/// <param name="Auth">How the camera asks who wants its video.</param>
/// <param name="User">User name, where <paramref name="Auth"/> asks for one.</param>
/// <param name="Password">Password, where <paramref name="Auth"/> asks for one.</param>
/// <param name="Colour">Colour of the picture. Default: the next one that this server has not used.</param>
/// <param name="Picture">What it shows at first.</param>
public sealed record CameraOptions(
    string Name,
    int Width = 1280,
    int Height = 720,
    int FramesPerSecond = 10,
    double KeyFrameSeconds = 1,
    CameraAuth Auth = CameraAuth.None,
    string User = "",
    string Password = "",
    ParticipantColour? Colour = null,
    CameraPicture Picture = CameraPicture.Moving)
{
    internal string Path => string.Concat(Name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '-'));

    internal void Validate()
    {
        Require(!string.IsNullOrWhiteSpace(Name), nameof(Name), "must not be empty");
        Require(IsSide(Width), nameof(Width), "must be even and 128 to 3840");
        Require(IsSide(Height), nameof(Height), "must be even and 128 to 3840");
        Require(FramesPerSecond is >= 1 and <= 60, nameof(FramesPerSecond), "must be 1 to 60");
        Require(KeyFrameSeconds is > 0 and <= 600, nameof(KeyFrameSeconds), "must be more than 0 and at most 600");
        Require(Auth == CameraAuth.None || User.Length > 0, nameof(User), "must not be empty where the camera asks for it");
        Require(!User.Contains(':', StringComparison.Ordinal), nameof(User), "must not contain a colon");
    }

    private static bool IsSide(int pixels) => pixels is >= 128 and <= 3840 && pixels % 2 == 0;

    private static void Require(bool condition, string option, string rule)
    {
        if (!condition)
        {
            throw new ArgumentException($"Camera option {option} {rule}.");
        }
    }
}
