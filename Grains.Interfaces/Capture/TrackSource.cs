namespace OrleansFrames.Capture;

/// <summary>Where the media of a track comes from.</summary>
/// <param name="Url">Absolute URL, user and password in its user information when the source asks for them. Supported schemes: <c>rtsp</c>.</param>
/// <param name="Height">Height in pixels that the source is said to send; null when not known.</param>
[GenerateSerializer, Immutable, Alias("frames.TrackSource")]
public sealed record TrackSource([property: Id(0)] string Url, [property: Id(1)] int? Height = null);
