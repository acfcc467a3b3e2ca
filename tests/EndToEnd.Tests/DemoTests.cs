using System.Text.RegularExpressions;
using OrleansFrames.EndToEnd.Tests.Hosts;

namespace OrleansFrames.EndToEnd.Tests;

/// <summary>What a new user sees first.</summary>
public sealed partial class DemoTests
{
    [Fact]
    public async Task Demo_EndsWithASummaryInWhichEveryEventIsVerified()
    {
        await using var silo = await SiloProcess.StartAsync("--demo", "--for", "15", "--cameras", Built.Cameras);

        var exit = await silo.WaitForExitAsync(TimeSpan.FromSeconds(90));

        Assert.True(exit == 0, silo.Output);
        var summary = Summary().Match(silo.Output);
        Assert.True(summary.Success, silo.Output);
        Assert.InRange(Number(summary, "frames"), 10, 18);
        Assert.Equal(Number(summary, "events"), Number(summary, "verified"));
        Assert.Equal(Number(summary, "frames"), Number(summary, "captured"));
        foreach (var name in (string[])["ada", "grace", "linus"])
        {
            Assert.Contains($"{name} camera: captured since", silo.Output, StringComparison.Ordinal);
        }
    }

    private static int Number(Match summary, string name) => int.Parse(summary.Groups[name].Value, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"frames=(?<frames>\d+) events=(?<events>\d+) verified=(?<verified>\d+) first_frame_s=[\d.]+ outcomes captured=(?<captured>\d+)")]
    private static partial Regex Summary();
}
