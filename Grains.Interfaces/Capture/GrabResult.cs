namespace OrleansFrames.Capture;

/// <summary>What a capture worker answers to a <see cref="GrabRequest"/>. Frame bytes never cross a grain call: this travels between worker and silo only.</summary>
/// <param name="Outcome">Captured with a picture, otherwise without.</param>
/// <param name="Reason">Why, when the outcome is failed.</param>
/// <param name="Detail">One sentence for the operator, with what to check; never a password.</param>
/// <param name="Picture">The encoded picture of a captured tick.</param>
public sealed record GrabResult(TickOutcome Outcome, FailureReason? Reason = null, string? Detail = null, Picture? Picture = null)
{
    /// <summary>Processor time that decoding and encoding took.</summary>
    public TimeSpan Cost { get; init; }

    public static GrabResult Failed(FailureReason reason, string detail) => new(TickOutcome.Failed, reason, detail);
}

/// <summary>An encoded still.</summary>
/// <param name="Bytes">The file, in the format that was asked for.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="CapturedAt">When the access unit's first packet arrived, on this machine's clock.</param>
/// <param name="Mode">
/// How it was decoded: <c>key</c> (a key frame alone), <c>connect</c> (a key frame alone, of a connection made for it), <c>forward</c> (from an announced key frame to the newest picture) or <c>continuous</c>
/// (key frames are too far apart for the interval: each picture is decoded once).
/// </param>
/// <param name="Clock">Whose clock <paramref name="CapturedAt"/> is: <c>arrival</c> or <c>sender</c>.</param>
public sealed record Picture(ReadOnlyMemory<byte> Bytes, int Width, int Height, DateTimeOffset CapturedAt, string Mode, string Clock);
