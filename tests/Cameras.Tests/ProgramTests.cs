using System.Diagnostics;

namespace OrleansFrames.Cameras.Tests;

public sealed class ProgramTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly string Dll = typeof(CameraServer).Assembly.Location;

    [Fact]
    public async Task Prints_each_camera_and_ready_and_ends_when_its_input_closes()
    {
        using var program = Start("--port", "0", "Ada", "Grace");

        var lines = await ReadUntilReadyAsync(program);
        var urls = lines.Select(line => new Uri(line.Split(' ')[1])).ToList();
        var facts = await Child.ReadAsync(urls[1]);
        program.StandardInput.Close();

        Assert.Equal(["Ada", "Grace"], lines.Select(line => line.Split(' ')[0]));
        Assert.Equal(ParticipantColour.Blue, facts.Colour);
        await program.WaitForExitAsync().WaitAsync(Patience);
        Assert.Equal(0, program.ExitCode);
    }

    [Theory]
    [InlineData("TERM", 0)]
    [InlineData("KILL", 137)]
    public async Task Leaves_no_encoder_behind(string signal, int exitCode)
    {
        using var program = Start("Ada");
        await ReadUntilReadyAsync(program);
        var encoders = Directory.GetDirectories($"/proc/{program.Id}/task")
            .SelectMany(task => File.ReadAllText($"{task}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(id => Process.GetProcessById(int.Parse(id)))
            .ToList();
        Assert.Single(encoders);

        await Child.RunAsync("/bin/kill", [$"-{signal}", $"{program.Id}"]);

        await program.WaitForExitAsync().WaitAsync(Patience);
        Assert.Equal(exitCode, program.ExitCode);
        await encoders[0].WaitForExitAsync().WaitAsync(Patience);
    }

    [Theory]
    [InlineData("--port needs a number", "--port", "x")]
    [InlineData("Unknown option --help", "--help")]
    [InlineData("already served at /ada", "Ada", "ada")]
    public async Task Bad_arguments_get_one_sentence_and_exit_code_2(string reason, params string[] arguments)
    {
        var run = await Child.RunAsync("dotnet", [Dll, .. arguments]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Trim().Split('\n'));
    }

    [Fact]
    public async Task A_missing_ffmpeg_is_named()
    {
        var run = await Child.RunAsync(Environment.ProcessPath!, [Dll, "Ada"], path: "/nowhere");

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("ffmpeg was not found on the path", run.Error, StringComparison.Ordinal);
    }

    private static Process Start(params string[] arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [Dll, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;

    private static async Task<List<string>> ReadUntilReadyAsync(Process program)
    {
        var lines = new List<string>();
        while (await program.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line && line != "ready")
        {
            lines.Add(line);
        }

        return lines;
    }
}
