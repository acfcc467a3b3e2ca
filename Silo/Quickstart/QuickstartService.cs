using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Options;
using OrleansFrames.Api.Console;
using OrleansFrames.Apps;
using OrleansFrames.Silo.Hosting;

namespace OrleansFrames.Silo.Quickstart;

/// <summary>The first minutes of a user: prints what they need, sets up what the command line asks for, and tells what comes of it.</summary>
internal sealed class QuickstartService(
    IOptions<QuickstartOptions> options,
    IAppDirectory apps,
    ISecretBox secrets,
    ConsoleTickets tickets,
    IGrainFactory grains,
    ListenAddress address,
    IHostApplicationLifetime lifetime,
    TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan News = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(15);

    private readonly QuickstartOptions _options = options.Value;
    private readonly TextWriter _output = Console.Out;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (app, secret) = (apps.ApiKeys[0], apps.SecretsOf(apps.ApiKeys[0])[0]);
        var listening = await address.WhenListeningAsync(stoppingToken);
        await _output.WriteLineAsync(Banner.Of(listening, app, secret, tickets.Issue(app)));
        if (_options.Sources.Count == 0 && !_options.Demo)
        {
            return;
        }

        try
        {
            await RunAsync(app, secret, stoppingToken);
        }
        catch (Exception error) when (error is InvalidOperationException or IOException or System.ComponentModel.Win32Exception)
        {
            await Console.Error.WriteLineAsync($"Cannot record: {error.Message}.");
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }

    private async Task RunAsync(string app, string secret, CancellationToken cancellationToken)
    {
        IReadOnlyList<CameraSource> sources = [.. _options.Sources.Select((text, place) => CameraSource.Parse(text, place + 1))];
        var callId = "cameras";
        if (_options.Demo)
        {
            var (cameras, served) = await DemoCameras.StartAsync(
                _options.Cameras ?? throw new InvalidOperationException("--demo needs the cameras that run.sh builds; start it with ./run.sh --demo"),
                cancellationToken);
            lifetime.ApplicationStopped.Register(cameras.Dispose);
            sources = [.. sources, .. served];
            callId = string.Create(CultureInfo.InvariantCulture, $"demo-{clock.GetUtcNow():yyyyMMdd-HHmmss}");
        }

        Recording recording = new(grains, secrets, app, callId);
        await using var receiver = _options.Demo ? await DemoReceiver.StartAsync(secret, cancellationToken) : null;
        if (receiver is not null)
        {
            await recording.HookAsync("demo-receiver", receiver.Url, cancellationToken);
        }

        if (_options.Webhook is { } webhook)
        {
            await recording.HookAsync("quickstart", webhook, cancellationToken);
        }

        await recording.StartAsync(sources, _options, cancellationToken);
        RunReport report = new(grains, app, recording.Cid, _output);
        await WatchAsync(report, _options.ForSeconds, cancellationToken);
        await recording.StopAsync(cancellationToken);
        await SummariseAsync(report, recording.Cid, receiver, cancellationToken);
        lifetime.StopApplication();
    }

    /// <summary>Tells the news until the time is over, or for ever.</summary>
    private async Task WatchAsync(RunReport report, int? seconds, CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(News, clock);
        var began = clock.GetTimestamp();
        while (seconds is null || clock.GetElapsedTime(began).TotalSeconds < seconds)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            await report.PrintNewsAsync(cancellationToken);
        }
    }

    private async Task SummariseAsync(RunReport report, string cid, DemoReceiver? receiver, CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(News, clock);
        var began = clock.GetTimestamp();
        int events;
        var settled = false;
        do
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            var before = events = await report.EventsAsync(cancellationToken);
            await timer.WaitForNextTickAsync(cancellationToken);
            events = await report.EventsAsync(cancellationToken);
            settled = events == before && (receiver is null || receiver.Verified(cid) == events);
        }
        while (!settled && clock.GetElapsedTime(began) < Drain);
        await report.PrintNewsAsync(cancellationToken);
        var outcomes = await report.OutcomesAsync(cancellationToken);
        var first = await report.FirstFrameAsync(cancellationToken) - Process.GetCurrentProcess().StartTime;
        await _output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"frames={outcomes.FirstOrDefault(entry => entry.Outcome == "captured").Count} events={events} verified={receiver?.Verified(cid) ?? 0} "
            + $"first_frame_s={first?.TotalSeconds:F1} outcomes {string.Join(' ', outcomes.Select(entry => $"{entry.Outcome}={entry.Count}"))}"));
        Environment.ExitCode = receiver is { Refused: > 0 } || (receiver is not null && receiver.Verified(cid) != events) ? 1 : Environment.ExitCode;
    }
}
