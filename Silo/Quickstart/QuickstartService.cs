using Microsoft.Extensions.Options;
using OrleansFrames.Api.Console;
using OrleansFrames.Apps;
using OrleansFrames.Silo.Hosting;

namespace OrleansFrames.Silo.Quickstart;

/// <summary>The first minutes of a user: prints what they need, and runs what the command line asks for.</summary>
internal sealed partial class QuickstartService(
    IOptions<QuickstartOptions> options,
    IAppDirectory apps,
    ConsoleTickets tickets,
    ListenAddress address,
    QuickstartRun run,
    Terminal terminal,
    IHostApplicationLifetime lifetime,
    ILogger<QuickstartService> log) : BackgroundService
{
    private const int Failed = 1;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (app, secret) = (apps.ApiKeys[0], apps.SecretsOf(apps.ApiKeys[0])[0]);
        var listening = await address.WhenListeningAsync(stoppingToken);
        terminal.Say(Banner.Of(listening, app, secret, tickets.Issue(app)));
        if (options.Value is { Sources.Count: 0, Demo: false })
        {
            return;
        }

        try
        {
            await run.RunAsync(app, secret, stoppingToken);
        }
        catch (Exception error) when (!stoppingToken.IsCancellationRequested)
        {
            if (error is not InvalidOperationException)
            {
                LogFault(log, error);
            }

            terminal.Fail($"Cannot record: {error.Message.TrimEnd('.')}.", Failed);
        }

        lifetime.StopApplication();
    }

    [LoggerMessage(LogLevel.Error, "The run ended with an exception")]
    private static partial void LogFault(ILogger logger, Exception error);
}
