using System.Diagnostics;

namespace OrleansFrames.CaptureWorker.Tests.Cameras;

/// <summary>The ffmpeg command line.</summary>
internal static class Ffmpeg
{
    public static void Run(string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ffmpeg", "-nostdin " + arguments) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"ffmpeg {arguments}: {errors}");
    }

    /// <summary>A picture as ffmpeg decodes it: rows of red, green, blue.</summary>
    public static byte[] Pixels(string file, int width, int height, string filter = "null")
    {
        var arguments = $"-nostdin -v error -i {file} -frames:v 1 -vf {filter} -f rawvideo -pix_fmt rgb24 -";
        using var process = Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardOutput = true })!;
        using var pixels = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(pixels);
        process.WaitForExit();
        Assert.Equal(width * height * 3, pixels.Length);
        return pixels.ToArray();
    }
}
