using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using OrleansFrames.Api;
using OrleansFrames.Api.Console;
using OrleansFrames.Apps;
using OrleansFrames.Capture;
using OrleansFrames.Ledger;
using OrleansFrames.Silo.Capture;
using OrleansFrames.Silo.Capture.Workers;
using OrleansFrames.Silo.Hosting.Keys;
using OrleansFrames.Silo.Hosting.Network;
using OrleansFrames.Silo.Hosting.Schema;
using OrleansFrames.Silo.Ledger;
using OrleansFrames.Silo.Quickstart;
using OrleansFrames.Silo.Sinks;
using OrleansFrames.Silo.Storage.Folder;

namespace OrleansFrames.Silo.Hosting;

/// <summary>The embedded default: one silo with the API inside, SQLite in two files, pictures in a folder.</summary>
internal static class FramesSilo
{
    private const string ServiceId = "orleansframes";
    private const string Sqlite = "System.Data.SQLite";

    public static async Task AddFramesSiloAsync(this WebApplicationBuilder builder)
    {
        var listen = builder.Configuration.GetSection(ListenOptions.Section).Get<ListenOptions>() ?? new();
        var frames = builder.Configuration.GetSection(FramesOptions.Section).Get<FramesOptions>() ?? new();
        builder.WebHost.UseUrls(listen.Url);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Orleans", LogLevel.Warning);
        var state = $"Data Source={Path.Combine(frames.DataDirectory, "state.db")};Default Timeout=30";
        await OrleansSchema.EnsureAsync(state, CancellationToken.None);
        builder.Services.AddEdge();
        builder.Services.AddLedgerAndStore();
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(FreePort(), FreePort())
            .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (ServiceId, ServiceId))
            .UseSystemTextJsonGrainStorageSerializer()
            .AddAdoNetGrainStorage(StorageNames.Frames, options => (options.Invariant, options.ConnectionString) = (Sqlite, state))
            .UseAdoNetReminderService(options => (options.Invariant, options.ConnectionString) = (Sqlite, state)));
        builder.Services.AddCaptureAndDelivery();
        builder.Services.AddQuickstart();
    }

    public static void MapFramesSilo(this WebApplication app) => app.MapFramesApi();

    /// <summary>Runs until it is told to end. A port that is taken is one sentence and exit code 2.</summary>
    public static async Task<int> RunToEndAsync(this WebApplication app)
    {
        try
        {
            await app.RunAsync();
            return Environment.ExitCode;
        }
        catch (IOException error) when (error.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"{error.Message} Choose another port with --port.");
            return 2;
        }
    }

    private static void AddEdge(this IServiceCollection services)
    {
        services.AddFramesApi();
        services.AddOptions<ApiOptions>().BindConfiguration(ApiOptions.Section).PostConfigure(AllowAnyOrigin);
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
        services.AddFolderStore();
        services.AddSqliteLedger();
        services.AddSingleton<ISecretBox, SecretBox>();
        services.AddSingleton<IOutboxSignal, OutboxPoker>();
    }

    /// <summary>After the silo, so that its hosted services find grains.</summary>
    private static void AddCaptureAndDelivery(this IServiceCollection services)
    {
        services.AddFramesGrains();
        services.AddSingleton<CaptureInstruments>();
        services.AddSingleton<ITickPipeline, TickPipeline>();
        services.AddCaptureWorkers();
        services.AddOptions<CaptureWorkerOptions>().BindConfiguration("CaptureWorker").Configure<IOptions<NetworkOptions>>((workers, network) =>
        {
            // One address rule for media, hooks and storage.
            workers.AllowPrivate = network.Value.AllowPrivate;
            network.Value.Allow.ToList().ForEach(workers.Allow.Add);
        });
        services.AddWebhookSink();
        services.AddOutboxSweeper();
        services.AddHostedService<BeatService>();
    }

    private static void AddQuickstart(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<QuickstartOptions, QuickstartOptionsValidator>().BindConfiguration(QuickstartOptions.Section);
        services.AddHostedService<QuickstartService>();
    }

    /// <summary>The silo of the embedded default talks to nobody: any free port on loopback does.</summary>
    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
