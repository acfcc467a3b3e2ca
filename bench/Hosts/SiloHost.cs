using System.Globalization;
using System.Reflection;

namespace OrleansFrames.Bench.Hosts;

/// <summary>The silo that is measured: a Release build in a process of its own, with an empty data directory.</summary>
internal sealed class SiloHost : IAsyncDisposable
{
    public const string ApiKey = "bench";
    public const string Secret = "bench-secret-0123456789abcdef0123456789";

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StartPoll = TimeSpan.FromMilliseconds(100);

    private readonly ChildProcess _process;

    private SiloHost(ChildProcess process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public int ProcessId => _process.Id;

    public string Output => _process.Output;

    public static async Task<SiloHost> StartAsync(SiloDatabase database, string data, CancellationToken cancellationToken)
    {
        var port = Ports.Free();
        Dictionary<string, string> settings = new(database.Settings)
        {
            // A bench is one client that calls as fast as it can: exactly what the limit is there to hold back.
            ["Api__RequestsPerMinute"] = "100000000",
            ["Logging__LogLevel__Default"] = "Warning",
        };
        SiloHost silo = new(
            ChildProcess.Start(
                "dotnet",
                [Path("SiloPath"), "--port", port.ToString(CultureInfo.InvariantCulture), "--data", data, "--api-key", ApiKey, "--api-secret", Secret],
                settings),
            port);
        try
        {
            await silo.WaitUntilReadyAsync(cancellationToken);
            return silo;
        }
        catch
        {
            await silo.DisposeAsync();
            throw;
        }
    }

    /// <summary>What went wrong in the silo while it was measured. Behind the banner, which names the addresses, a quiet silo prints nothing.</summary>
    public IReadOnlyList<string> Errors => [.. Output.Split('\n').Where(line => line.StartsWith("fail:", StringComparison.Ordinal) || line.StartsWith("crit:", StringComparison.Ordinal))];

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static string Path(string name)
        => typeof(SiloHost).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == name).Value!;

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using HttpClient http = new(new SocketsHttpHandler());
        var deadline = TimeProvider.System.GetUtcNow() + StartPatience;
        while (!await IsReadyAsync(http, cancellationToken))
        {
            if (_process.HasEnded || TimeProvider.System.GetUtcNow() > deadline)
            {
                throw new InvalidOperationException($"The silo did not start; it printed:\n{Output}");
            }

            await Task.Delay(StartPoll, TimeProvider.System, cancellationToken);
        }
    }

    private async Task<bool> IsReadyAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{Port}/readyz"), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
