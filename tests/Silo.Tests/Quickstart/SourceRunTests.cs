using System.Text.RegularExpressions;
using OrleansFrames.Silo.Tests.Hosting;

namespace OrleansFrames.Silo.Tests.Quickstart;

/// <summary>Cameras of the command line through all of a silo.</summary>
public sealed partial class SourceRunTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task CameraThatIsAway_IsToldWithWhy_AndTheSummaryIsTheLastLine_RunAfterRun()
    {
        for (var run = 0; run < 2; run++)
        {
            // The second run names another camera: the first one is recorded no more.
            var (exit, output, error) = await RunUntilRefusedAsync($"door{run}=rtsp://user:pass@127.0.0.1:1/live");

            Assert.Equal((0, ""), (exit, error));
            var lines = output.TrimEnd().Split(Environment.NewLine);
            Assert.True(lines.Any(line => Regex.IsMatch(line, $@"^door{run} camera: failed\(refused\) since \d\d:\d\d:\d\d; ")), output);
            Assert.DoesNotContain(lines, line => line.StartsWith($"door{1 - run} camera", StringComparison.Ordinal));
            Assert.DoesNotContain("pass@", output, StringComparison.Ordinal);
            var summary = Summary().Match(lines[^1]);
            Assert.True(summary.Success, output);
        }
    }

    [Fact]
    public async Task SourceThatIsNotSupported_IsRefusedInWords_ExitCode1()
    {
        var (exit, _, error) = await WholeSilo.RunAsync("--port", "0", "--data", _folder["data"], "--source", "door=rist://camera/live");

        Assert.Equal((1, "Cannot record: tracks[0].url scheme 'rist' is not supported; give an rtsp, rtsps, rtmp, rtmps, http, https, srt, udp, rtp or file URL."), (exit, error));
    }

    /// <summary>On a busy machine the worker may start only after the first seconds: then there are more.</summary>
    private async Task<(int Exit, string Output, string Error)> RunUntilRefusedAsync(string source)
    {
        for (var seconds = 5; ; seconds *= 4)
        {
            var run = await WholeSilo.RunAsync(
                "--port", "0", "--data", _folder["data"], "--interval", "2", "--for", $"{seconds}", "--source", source);
            if (seconds > 60 || run.Output.Contains("failed(refused)", StringComparison.Ordinal))
            {
                return run;
            }
        }
    }

    [GeneratedRegex(@"^frames=0 events=\d+ verified=0 first_frame_s=none outcomes ([a-z_()]+=\d+ )*failed\(refused\)=\d+( [a-z_()]+=\d+)*$")]
    private static partial Regex Summary();
}
