using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace OrleansFrames.EndToEnd.Tests.Hosts;

/// <summary>A silo as users run it: a process with a data directory, which outlives it.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    public const string ApiKey = "end-to-end";
    public const string Secret = "end-to-end-secret-0123456789abcdef";

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<string> _lines = new();
    private readonly string _data;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly string[] _arguments;
    private Process? _process;

    private SiloProcess(string data, int port, IReadOnlyDictionary<string, string> settings, string[] arguments)
    {
        (_data, Port, _settings, _arguments) = (data, port, settings, arguments);
        Api = new(port);
    }

    public int Port { get; }

    public ApiClient Api { get; }

    public int ProcessId => _process!.Id;

    /// <summary>The data directory.</summary>
    public string Data => _data;

    public string Output => string.Join('\n', _lines);

    /// <param name="settings">Environment variables of the process.</param>
    public static async Task<SiloProcess> StartAsync(IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        SiloProcess silo = new(Directory.CreateTempSubdirectory("frames-").FullName, FreePort(), settings, arguments);
        await silo.StartAgainAsync();
        return silo;
    }

    public static Task<SiloProcess> StartAsync(params string[] arguments) => StartAsync(new Dictionary<string, string>(), arguments);

    /// <summary>Starts the silo on its data directory, and waits until it is ready.</summary>
    public async Task StartAgainAsync()
    {
        ProcessStartInfo start = new("dotnet", [
            Built.Silo, "--port", Port.ToString(CultureInfo.InvariantCulture), "--data", _data,
            "--api-key", ApiKey, "--api-secret", Secret, .. _arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in _settings)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Patience.UntilAsync(
            () => Api.IsReadyAsync(), StartPatience, () => $"the silo to be ready; it printed:\n{Output}");
    }

    public void Kill() => _process!.Kill();

    /// <summary>Kills the silo's capture worker with SIGKILL.</summary>
    public void KillWorker()
    {
        var worker = Children().Single(process => CommandLine(process).Contains("CaptureWorker.dll", StringComparison.Ordinal));
        using var process = Process.GetProcessById(worker);
        process.Kill();
    }

    public async Task<int> WaitForExitAsync(TimeSpan patience)
    {
        using CancellationTokenSource deadline = new(patience);
        await _process!.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        Api.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    // Below the range that the system gives to connections: none of them takes it before the silo does, or while it is down.
    private static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 30_000);
            try
            {
                using TcpListener listener = new(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }
    }

    private static string CommandLine(int process) => File.ReadAllText($"/proc/{process}/cmdline");

    private IEnumerable<int> Children() => Directory.EnumerateDirectories($"/proc/{ProcessId}/task")
        .SelectMany(thread => File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(text => int.Parse(text, CultureInfo.InvariantCulture));
}
