using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace OrleansFrames.Silo.Tests.Ledger;

/// <summary>A PostgreSQL of the tests' own: a new cluster in a folder of its own, on loopback. Names sort as English does, unless told otherwise.</summary>
/// <param name="isDurable">Whether a commit reaches the disk; without, a suite is three times as fast.</param>
public sealed class PostgresServer(bool isDurable) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("frames-").FullName;
    private readonly int _port = FreePort();
    private Process? _server;

    public PostgresServer()
        : this(isDurable: false)
    {
    }

    private static string Programs => Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(Version).Select(path => Path.Combine(path, "bin")).First();

    private string Data => Path.Combine(_folder, "data");

    public async Task InitializeAsync()
    {
        if (Environment.UserName == "root")
        {
            await RunAsync("chown", "postgres", _folder);
        }

        await RunAsync(
            Path.Combine(Programs, "initdb"), "-D", Data, "-U", "frames", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--locale-provider=icu",
            "--icu-locale=en-US", "--no-sync");
        await StartAsync();
    }

    /// <summary>Starts it, and returns when it takes connections.</summary>
    public async Task StartAsync()
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        List<string> said = [];
        _server = Start(
            Path.Combine(Programs, "postgres"), "-D", Data, "-p", _port.ToString(CultureInfo.InvariantCulture), "-k", _folder, "-c",
            "listen_addresses=127.0.0.1", "-c", "log_min_messages=log", "-c", $"fsync={(isDurable ? "on" : "off")}");
        _server.ErrorDataReceived += (_, line) =>
        {
            said.Add(line.Data ?? "");
            if (line.Data is null)
            {
                ready.TrySetException(new InvalidOperationException($"PostgreSQL ended: {string.Join(Environment.NewLine, said)}"));
            }
            else if (line.Data.Contains("ready to accept connections", StringComparison.Ordinal))
            {
                ready.TrySetResult();
            }
        };
        _server.BeginErrorReadLine();
        _server.BeginOutputReadLine();
        await Deadline.For(ready.Task, "PostgreSQL to take connections");
    }

    /// <summary>Ends it as <c>pg_ctl stop -m immediate</c> does: nothing is flushed, the next start recovers.</summary>
    public async Task CrashAsync()
    {
        if (_server is { } server)
        {
            using var kill = Process.Start("kill", ["-QUIT", server.Id.ToString(CultureInfo.InvariantCulture)]);
            await Deadline.For(server.WaitForExitAsync(), "PostgreSQL to end");
            server.Dispose();
            _server = null;
        }
    }

    /// <summary>The connection string of a schema.</summary>
    public string Schema(string name)
        => new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = _port, Username = "frames", Database = "postgres", SearchPath = name }.ConnectionString;

    public async Task DisposeAsync()
    {
        await CrashAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static double Version(string path) => double.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = program == "chown" ? Start(new ProcessStartInfo(program, arguments)) : Start(program, arguments);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await Deadline.For(process.WaitForExitAsync(), program);
        Assert.True(process.ExitCode == 0, $"{program}: {await output}{await error}");
    }

    // PostgreSQL refuses to be root.
    private static Process Start(string program, params string[] arguments) => Start(
        Environment.UserName == "root"
            ? new ProcessStartInfo("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", program, .. arguments])
            : new ProcessStartInfo(program, arguments));

    private static Process Start(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError, start.WorkingDirectory) = (true, true, "/");
        start.Environment["LC_ALL"] = "C.UTF-8";
        return Process.Start(start)!;
    }
}
