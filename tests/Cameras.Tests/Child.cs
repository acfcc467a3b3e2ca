using System.Diagnostics;

namespace OrleansFrames.Cameras.Tests;

/// <summary>A child process run to its end, and the commands that play the part of a client.</summary>
internal sealed record Child(int ExitCode, byte[] Output, string Error)
{
    public static async Task<Child> RunAsync(string file, IEnumerable<string> arguments, string? path = null)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        if (path is not null)
        {
            start.Environment["PATH"] = path;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        try
        {
            using var output = new MemoryStream();
            var error = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.StandardOutput.BaseStream.CopyToAsync(output, deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return new(process.ExitCode, output.ToArray(), await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new TimeoutException($"{file} did not end within 20 s.");
        }
    }

    /// <summary>One picture of the stream as JPEG of about quality 85, scaled.</summary>
    public static Task<Child> GrabAsync(Uri url, int width, int height) => RunAsync("ffmpeg", [
        "-v", "error", "-rtsp_transport", "tcp", "-analyzeduration", "0", "-fpsprobesize", "0", "-i", url.OriginalString,
        "-frames:v", "1", "-vf", $"scale={width}:{height}", "-q:v", "4", "-c:v", "mjpeg", "-f", "image2pipe", "pipe:1"]);

    public static async Task<StillFacts> ReadAsync(Uri url, int width = 640, int height = 360)
    {
        var grab = await GrabAsync(url, width, height);
        Assert.True(grab.Output.Length > 0, $"ffmpeg got no picture: {grab.Error}");
        return await StillReader.ReadAsync(grab.Output, CancellationToken.None);
    }

    /// <summary>The flags of the stream's first packet as ffprobe sees them, or why it sees none.</summary>
    public static Task<Child> ProbeAsync(Uri url) => RunAsync("ffprobe", [
        "-v", "error", "-rtsp_transport", "tcp", "-analyzeduration", "0", "-fpsprobesize", "0", "-read_intervals", "%+#1",
        "-show_entries", "packet=flags", "-of", "csv=p=0", url.OriginalString]);
}
