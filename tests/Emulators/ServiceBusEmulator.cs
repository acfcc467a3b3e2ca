using System.Diagnostics;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;

namespace OrleansFrames.Emulators;

/// <summary>
/// A namespace of Azure Service Bus on loopback, in a program of its own (<c>servicebus.mjs</c>): AMQP and the HTTPS API behind one connection
/// string. Entities are there as soon as they are named.
/// </summary>
public sealed class ServiceBusEmulator : IAsyncDisposable
{
    public const string KeyName = "RootManageSharedAccessKey";
    public const string Key = "busEMULATORkey+/0123456789=";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string Folder
        = typeof(ServiceBusEmulator).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(one => one.Key == "SdkPath").Value!;

    private readonly Process _process;
    private readonly HttpClient _http;

    private ServiceBusEmulator(Process process, int port)
    {
        (_process, Port) = (process, port);
        _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new($"http://127.0.0.1:{port}") };
    }

    public int Port { get; }

    public string ConnectionString => Of($"127.0.0.1:{Port}");

    /// <summary>The connection string of an emulator that listens elsewhere.</summary>
    public static string Of(string authority, string key = Key)
        => $"Endpoint=sb://{authority};SharedAccessKeyName={KeyName};SharedAccessKey={key};UseDevelopmentEmulator=true";

    public static async Task<ServiceBusEmulator> StartAsync()
    {
        var process = Start("servicebus.mjs", KeyName, Key);
        using CancellationTokenSource deadline = new(Patience);
        var line = await process.StandardOutput.ReadLineAsync(deadline.Token);
        if (line?.Split(' ') is not ["ready", var port])
        {
            throw new InvalidOperationException($"the emulator of Service Bus did not start: {line} {await process.StandardError.ReadToEndAsync(deadline.Token)}");
        }

        return new(process, int.Parse(port, null));
    }

    /// <summary>What waits in an entity.</summary>
    public async Task<IReadOnlyList<ServiceBusRow>> MessagesAsync(string entity)
        => await _http.GetFromJsonAsync<ServiceBusRow[]>($"/{entity}") ?? [];

    /// <summary>Takes messages out with Microsoft's own library for Node.</summary>
    /// <param name="entity">A queue, or <c>topic/Subscriptions/name</c>.</param>
    public async Task<IReadOnlyList<ServiceBusRow>> ReceiveAsync(string entity, int count, string session = "")
    {
        using var reader = Start("servicebus-read.mjs", ConnectionString, entity, $"{count}", session);
        using CancellationTokenSource deadline = new(Patience + Patience);
        try
        {
            var errors = reader.StandardError.ReadToEndAsync(deadline.Token);
            var lines = (await reader.StandardOutput.ReadToEndAsync(deadline.Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            await reader.WaitForExitAsync(deadline.Token);
            return reader.ExitCode == 0
                ? [.. lines.Select(line => JsonSerializer.Deserialize<ServiceBusRow>(line, JsonSerializerOptions.Web)!)]
                : throw new InvalidOperationException($"servicebus-read.mjs: {await errors}");
        }
        finally
        {
            reader.Kill(entireProcessTree: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    // Its standard input ends when the test's process does, however that ends.
    private static Process Start(string program, params IEnumerable<string> arguments)
        => Process.Start(new ProcessStartInfo("node", [Path.Combine(Folder, program), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}

/// <summary>A message that an entity has taken.</summary>
public sealed record ServiceBusRow(
    string? Id, string? Session, string? Subject, string? Type, IReadOnlyDictionary<string, string>? Properties, string Body);
