using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using OrleansFrames.CaptureWorker.Serving;

namespace OrleansFrames.CaptureWorker.Tests.Workers;

/// <summary>A real worker process tries from inside what its fence is there to stop. What this host does not allow it says itself.</summary>
public sealed class FenceTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _mine = Directory.CreateTempSubdirectory("frames-fence-");
    private readonly DirectoryInfo _others = Directory.CreateTempSubdirectory("frames-fenced-");

    private string Secret => Path.Combine(_others.FullName, "secret");

    public void Dispose()
    {
        _mine.Delete(recursive: true);
        _others.Delete(recursive: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AFencedWorker_ChangesNoFile_AndStartsNoProgram(bool playsLibVlc)
    {
        await File.WriteAllTextAsync(Secret, "secret");

        var said = await RunAsync(playsLibVlc ? ["--libvlc"] : []);

        var held = said["fences"].Split(',');
        Assert.Contains("limits", held);
        if (held.Contains("calls"))
        {
            Assert.All(["write", "create", "link", "rename", "delete", "make-folder", "execute", "signal"], what => Assert.StartsWith("refused", said[what], StringComparison.Ordinal));
            Assert.StartsWith(playsLibVlc ? "allowed" : "refused", said["listen"], StringComparison.Ordinal);
        }

        if (held.Contains("files"))
        {
            Assert.All(["read", "write", "create", "link", "rename", "delete", "make-folder"], what => Assert.StartsWith("refused", said[what], StringComparison.Ordinal));
        }

        if (held.Contains("calls") || held.Contains("files"))
        {
            Assert.Equal("secret", await File.ReadAllTextAsync(Secret));
            Assert.Equal([Secret], Directory.GetFileSystemEntries(_others.FullName));
        }
    }

    [Fact]
    public async Task WithoutAFence_AllOfItGoes()
    {
        await File.WriteAllTextAsync(Secret, "secret");

        var said = await RunAsync(["--no-fence"]);

        Assert.DoesNotContain("calls", said["fences"], StringComparison.Ordinal);
        Assert.All(["read", "write", "create", "execute", "listen", "signal"], what => Assert.StartsWith("allowed", said[what], StringComparison.Ordinal));
    }

    private async Task<Dictionary<string, string>> RunAsync(string[] more)
    {
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));
        var worker = Path.Combine(Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!, $"{typeof(WorkerArguments).Assembly.GetName().Name}.dll");
        var start = new ProcessStartInfo(dotnet, [worker, "--socket", Path.Combine(_mine.FullName, "worker.sock"), "--check-fence", Secret, .. more])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        Assert.True(process.ExitCode == 0, $"the worker ended with {process.ExitCode}: {await errors}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', 2)).ToDictionary(words => words[0], words => words.ElementAtOrDefault(1) ?? "");
    }
}
