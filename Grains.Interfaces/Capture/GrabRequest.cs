namespace OrleansFrames.Capture;

/// <summary>
/// Asks a capture worker for the newest picture of a track. The worker opens the track when it does not hold it yet and drops it
/// when no tick asked for two intervals and 5 s.
/// </summary>
/// <param name="TrackKey">Names the track within the silo: egress and track.</param>
/// <param name="Source">Where its media comes from. Another source than the last time replaces the connection.</param>
/// <param name="ShortSide">The shorter side of the picture in pixels; a smaller source is never enlarged.</param>
/// <param name="Interval">Time between two ticks of the track.</param>
/// <param name="Budget">How long the worker may take to answer.</param>
/// <param name="Format">How to encode the picture.</param>
public sealed record GrabRequest(
    string TrackKey, TrackSource Source, int ShortSide, TimeSpan Interval, TimeSpan Budget, PictureFormat Format = PictureFormat.Jpeg);
