using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using OrleansFrames.Api;
using OrleansFrames.Api.Console;
using OrleansFrames.Apps;
using OrleansFrames.Ledger;
using OrleansFrames.Silo.Capture;
using OrleansFrames.Silo.Capture.Workers;
using OrleansFrames.Silo.Hosting.Keys;
using OrleansFrames.Silo.Hosting.Network;
using OrleansFrames.Silo.Hosting.Schema;
using OrleansFrames.Silo.Hosting.State;
using OrleansFrames.Silo.Ledger;
using OrleansFrames.Silo.Quickstart;
using OrleansFrames.Silo.Sinks;
using OrleansFrames.Silo.Storage;

namespace OrleansFrames.Silo.Hosting;

/// <summary>The embedded default: one silo with the API inside, SQLite in two files, pictures in a folder.</summary>
internal static class FramesSilo
{
    private const string ServiceId = "orleansframes";
    private const string Sqlite = "System.Data.SQLite";

    public static void AddFramesSilo(this WebApplicationBuilder builder)
    {
        var frames = builder.Configuration.GetSection(FramesOptions.Section).Get<FramesOptions>() ?? new();
        StateDataSource state = new(State(frames));
        var (siloPort, gatewayPort) = FreePorts();
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Orleans", LogLevel.Warning);

        // Both tell with a stack trace what RunToEndAsync says in a sentence.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", level => level is LogLevel.Warning or LogLevel.Error);
        builder.Services.AddEdge();
        builder.Services.AddLedgerAndStore();

        // Before the silo, so that it ends after it.
        builder.Services.AddHostedService(provider => ActivatorUtilities.CreateInstance<StateCheckpoints>(provider, State(frames)));
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(siloPort, gatewayPort)
            .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (ServiceId, ServiceId))
            .UseSystemTextJsonGrainStorageSerializer()
            .AddAdoNetGrainStorage(StorageNames.Frames, options => (options.Invariant, options.DataSource) = (Sqlite, state))
            .UseAdoNetReminderService(options => (options.Invariant, options.DataSource) = (Sqlite, state)));
        builder.Services.AddCaptureAndDelivery();
        builder.Services.AddQuickstart();
    }

    /// <summary>Runs until it is told to end. What keeps it from starting is told in words.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunToEndAsync(this WebApplicationBuilder builder, Terminal terminal)
    {
        builder.Services.AddSingleton(terminal);

        // Given back last: what the host still writes while it is disposed of is in there.
        using DataDirectory directory = new();
        await using var app = builder.Build();
        try
        {
            await app.StartInAsync(directory);
        }
        catch (Exception error) when (StartFault.Explain(error) is { } words)
        {
            terminal.Fail(words, StartFault.ExitCode);

            // What had not started yet may refuse to stop; why the start failed has been told.
            await app.StopAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return terminal.ExitCode;
        }

        await app.WaitForShutdownAsync();
        return terminal.ExitCode;
    }

    private static async Task StartInAsync(this WebApplication app, DataDirectory directory)
    {
        // Before anything is made: a wrong setting leaves no files behind.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        var frames = app.Services.GetRequiredService<IOptions<FramesOptions>>().Value;
        directory.Hold(frames.DataDirectory);
        await OrleansSchema.EnsureAsync(State(frames), CancellationToken.None);
        app.Urls.Clear();
        app.Urls.Add(app.Services.GetRequiredService<IOptions<ListenOptions>>().Value.Binding);
        app.MapFramesApi();
        await app.StartAsync();
    }

    private static string State(FramesOptions frames)
        => new SqliteConnectionStringBuilder { DataSource = Path.Combine(frames.DataDirectory, "state.db"), DefaultTimeout = 30 }.ToString();

    private static void AddEdge(this IServiceCollection services)
    {
        services.AddFramesApi();
        services.AddOptions<ApiOptions>().BindConfiguration(ApiOptions.Section).PostConfigure(AllowAnyOrigin);
        services.AddFramesOptions();
        services.AddOptionsWithValidateOnStart<ListenOptions, ListenOptionsValidator>().BindConfiguration(ListenOptions.Section);
        services.AddSingleton<IAppDirectory, AppDirectory>();
        services.AddSingleton<ListenAddress>();
        services.AddSingleton<IPublicAddress>(provider => provider.GetRequiredService<ListenAddress>());
        services.AddSingleton<IPictureOrigins>(provider => provider.GetRequiredService<ListenAddress>());
    }

    /// <summary>The embedded default stands beside its users: any page may call it, with a token of its own, unless origins are named.</summary>
    private static void AllowAnyOrigin(ApiOptions options)
    {
        if (options.AllowedOrigins.Count == 0)
        {
            options.AllowedOrigins.Add("*");
        }
    }

    private static void AddLedgerAndStore(this IServiceCollection services)
    {
        services.AddKeyRing();
        services.AddFrameStores();
        services.AddLedger();
        services.AddSingleton<ISecretBox, SecretBox>();
        services.AddSingleton<IOutboxSignal, OutboxPoker>();
    }

    /// <summary>After the silo, so that its hosted services find grains.</summary>
    private static void AddCaptureAndDelivery(this IServiceCollection services)
    {
        services.AddFramesGrains();
        services.AddTickPipeline();
        services.AddCaptureWorkers();
        services.AddOptions<CaptureWorkerOptions>().BindConfiguration("CaptureWorker").Configure<IOptions<NetworkOptions>>((workers, network) =>
        {
            // One address rule for media, hooks and storage.
            workers.AllowPrivate = network.Value.AllowPrivate;
            network.Value.Allow.ToList().ForEach(workers.Allow.Add);
        });
        services.AddWebhookSink().AddSqsSink().AddServiceBusSink();
        services.AddOutboxSweeper();
        services.AddHostedService<BeatService>();
    }

    private static void AddQuickstart(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<QuickstartOptions, QuickstartOptionsValidator>().BindConfiguration(QuickstartOptions.Section);
        services.AddSingleton<QuickstartRun>();
        services.AddHostedService<QuickstartService>();
    }

    /// <summary>The silo of the embedded default talks to nobody: any free ports on loopback do.</summary>
    private static (int Silo, int Gateway) FreePorts()
    {
        using TcpListener silo = new(IPAddress.Loopback, 0);
        using TcpListener gateway = new(IPAddress.Loopback, 0);
        silo.Start();
        gateway.Start();
        return (((IPEndPoint)silo.LocalEndpoint).Port, ((IPEndPoint)gateway.LocalEndpoint).Port);
    }
}
