namespace OrleansFrames.Cameras;

/// <summary><c>ffmpeg</c> is missing, refused its work or ended early; the message says which in one sentence.</summary>
public sealed class FfmpegException(string message, Exception? cause = null) : Exception(message, cause);
