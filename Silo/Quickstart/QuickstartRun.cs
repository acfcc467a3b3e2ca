using System.Globalization;
using Microsoft.Extensions.Options;
using OrleansFrames.Apps;
using OrleansFrames.Silo.Hosting;

namespace OrleansFrames.Silo.Quickstart;

/// <summary>Records what the command line names, tells what comes of it, and sums it up when its time is over.</summary>
internal sealed partial class QuickstartRun(
    IOptions<QuickstartOptions> options,
    ISecretBox secrets,
    IGrainFactory grains,
    Terminal terminal,
    TimeProvider clock,
    ILogger<QuickstartRun> log)
{
    private const string DemoHook = "demo-receiver";
    private const string UserHook = "quickstart";
    private const int Unverified = 1;

    private static readonly TimeSpan News = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan CleanUp = TimeSpan.FromSeconds(5);

    private readonly QuickstartOptions _options = options.Value;
    private readonly DateTimeOffset _began = clock.GetUtcNow();

    /// <exception cref="InvalidOperationException">Something is refused; the message says what.</exception>
    public async Task RunAsync(string app, string secret, CancellationToken cancellationToken)
    {
        var sources = CameraSource.ParseAll(_options.Sources);
        if (!_options.Demo)
        {
            await RecordAsync(new(grains, secrets, app, "cameras"), app, sources, null, cancellationToken);
            return;
        }

        using var cameras = await DemoCameras.StartAsync(_options.Cameras, cancellationToken);
        await using var receiver = await DemoReceiver.StartAsync(secret, cancellationToken);
        Recording demo = new(grains, secrets, app, string.Create(CultureInfo.InvariantCulture, $"demo-{_began:yyyyMMdd-HHmmss}"));
        try
        {
            await RecordAsync(demo, app, [.. sources, .. cameras.Sources], receiver, cancellationToken);
        }
        finally
        {
            await TidyAsync(demo);
        }
    }

    /// <summary>Also when the demo is interrupted: at the next start its cameras and its receiver would be missed for ever.</summary>
    private async Task TidyAsync(Recording demo)
    {
        using CancellationTokenSource deadline = new(CleanUp, clock);
        try
        {
            await demo.StopAsync(deadline.Token);
            await demo.UnhookAsync(DemoHook, deadline.Token);
        }
        catch (Exception error)
        {
            LogTidy(log, error, demo.Cid);
        }
    }

    private async Task RecordAsync(
        Recording recording, string app, IReadOnlyList<CameraSource> sources, DemoReceiver? receiver, CancellationToken cancellationToken)
    {
        if (CameraSource.Clash(sources) is { } clash)
        {
            throw new InvalidOperationException(clash);
        }

        RunReport report = new(grains, app, recording.Cid, clock.GetUtcNow(), terminal);
        if (receiver is not null)
        {
            await recording.HookAsync(DemoHook, receiver.Url, cancellationToken);
        }

        if (_options.Webhook is { } webhook)
        {
            await recording.HookAsync(UserHook, webhook, cancellationToken);
        }

        await recording.StartAsync(sources, _options, cancellationToken);
        await WatchAsync(report, cancellationToken);
        await recording.StopAsync(cancellationToken);
        await SummariseAsync(report, recording.Cid, receiver, cancellationToken);
    }

    /// <summary>Tells the news until the time is over, or for ever.</summary>
    private async Task WatchAsync(RunReport report, CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(News, clock);
        var began = clock.GetTimestamp();
        while (_options.ForSeconds is not { } seconds || clock.GetElapsedTime(began).TotalSeconds < seconds)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            try
            {
                await report.PrintNewsAsync(cancellationToken);
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                // The recording goes on; so does telling of it.
                LogNews(log, error);
            }
        }
    }

    private async Task SummariseAsync(RunReport report, string cid, DemoReceiver? receiver, CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(News, clock);
        var began = clock.GetTimestamp();
        var events = await report.EventsAsync(cancellationToken);
        for (var settled = false; !settled && clock.GetElapsedTime(began) < Drain;)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            var before = events;
            events = await report.EventsAsync(cancellationToken);
            settled = events == before && (receiver is null || receiver.Verified(cid) == events);
        }

        await report.PrintNewsAsync(cancellationToken);
        var totals = await report.TotalsAsync(cancellationToken);
        var verified = receiver?.Verified(cid) ?? 0;
        var first = totals.FirstFrame is { } frame ? (frame - Started()).TotalSeconds.ToString("F1", CultureInfo.InvariantCulture) : "none";
        var summary = string.Create(
            CultureInfo.InvariantCulture,
            $"frames={totals.Frames} events={events} verified={verified} first_frame_s={first} outcomes {totals.Outcomes}");
        terminal.Say(summary.TrimEnd());
        if (receiver is not null && (receiver.Refused > 0 || verified != events))
        {
            terminal.Fail($"{events} events were made, {verified} came with a right signature and {receiver.Refused} with a wrong one.", Unverified);
        }
    }

    private static DateTimeOffset Started()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.StartTime;
    }

    [LoggerMessage(LogLevel.Warning, "The demo's call {Cid} could not be put away")]
    private static partial void LogTidy(ILogger logger, Exception error, string cid);

    [LoggerMessage(LogLevel.Warning, "The recording's news could not be read; it is tried again")]
    private static partial void LogNews(ILogger logger, Exception error);
}
