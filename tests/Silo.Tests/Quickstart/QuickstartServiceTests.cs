using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrleansFrames.Api.Console;
using OrleansFrames.Apps;
using OrleansFrames.Calls;
using OrleansFrames.Ledger;
using OrleansFrames.Silo.Hosting;
using OrleansFrames.Silo.Quickstart;
using OrleansFrames.Silo.Tests.Hosting;

namespace OrleansFrames.Silo.Tests.Quickstart;

public sealed class QuickstartServiceTests : IAppDirectory, ISecretBox, IDisposable
{
    private readonly GrainTable _grains = new();
    private readonly FakeLifetime _lifetime = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly QuickstartOptions _options = new();

    public IReadOnlyList<string> ApiKeys => ["app"];

    public static TheoryData<Exception> Faults() =>
    [
        new OrleansException("it failed"), new LedgerException("it failed"), new HttpRequestException("it failed"), new TimeoutException("it failed."),
        new TaskCanceledException("it failed"), new InvalidOperationException("it failed"), new NotSupportedException("it failed"),
    ];

    public void Dispose()
    {
        _lifetime.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task NothingToRecord_PrintsTheBannerAndRunsOn()
    {
        Assert.Equal(0, await RunAsync());
        Assert.StartsWith("OrleansFrames listens at http://127.0.0.1:8080", _output.ToString(), StringComparison.Ordinal);
        Assert.False(_lifetime.Stopped.IsCompleted);
    }

    [Fact]
    public async Task OutputThatIsGone_StopsNothing()
    {
        await _output.DisposeAsync();

        Assert.Equal(0, await RunAsync());
        Assert.False(_lifetime.Stopped.IsCompleted);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task WhateverFails_IsToldInWords_ExitCode1(Exception fault)
    {
        _options.Sources.Add("rtsp://camera/");
        _grains.Add<ICallGrain>("call/app/default:cameras", (_, _) => throw fault);

        Assert.Equal(1, await RunAsync());
        Assert.Equal("Cannot record: it failed.", _error.ToString().TrimEnd());
        await Deadline.For(_lifetime.Stopped, "the process to end");
    }

    [Fact]
    public async Task CallThatIsRefused_IsToldInItsWords()
    {
        _options.Sources.Add("rtsp://camera/");
        _grains.Add<ICallGrain>("call/app/default:cameras", (_, _) => Task.FromResult<Outcome<CallState>>(Refusal.Input("settings are wrong")));

        Assert.Equal(1, await RunAsync());
        Assert.Equal("Cannot record: settings are wrong.", _error.ToString().TrimEnd());
    }

    [Fact]
    public async Task WebhookThatIsRefused_IsToldInItsWords()
    {
        _options.Sources.Add("rtsp://camera/");
        _options.Webhook = "http://user:pass@x/";
        _grains.Add<IAppGrain>("app/app", (method, _) => method == nameof(IAppGrain.GetAsync)
            ? Task.FromResult(new AppSettings([], 86_400))
            : Task.FromResult<Outcome<AppSettings>>(Refusal.Input("event_hooks[0].webhook_url", "must not hold a user or password")));

        Assert.Equal(1, await RunAsync());
        Assert.Equal("Cannot record: event_hooks[0].webhook_url: must not hold a user or password.", _error.ToString().TrimEnd());
    }

    [Fact]
    public async Task DemoWithoutItsCameras_SaysHowToStartIt()
    {
        _options.Demo = true;

        Assert.Equal(1, await RunAsync());
        Assert.Equal("Cannot record: --demo needs the cameras that run.sh builds; start it with ./run.sh --demo.", _error.ToString().TrimEnd());
    }

    public IReadOnlyList<string> SecretsOf(string apiKey) => ["0123456789abcdef"];

    public string Seal(string app, string secret) => throw new NotSupportedException();

    public string Open(string app, string sealedSecret) => throw new NotSupportedException();

    private async Task<int> RunAsync()
    {
        var options = Options.Create(_options);
        Terminal terminal = new(_output, _error);
        ListenAddress address = new(new FakeServer("http://127.0.0.1:8080"), _lifetime, Options.Create(new FramesOptions()), Options.Create(new ListenOptions()));
        QuickstartRun run = new(options, this, _grains.Factory, terminal, TimeProvider.System, NullLogger<QuickstartRun>.Instance);
        using QuickstartService service = new(options, this, new ConsoleTickets(TimeProvider.System), address, run, terminal, _lifetime, NullLogger<QuickstartService>.Instance);
        await service.StartAsync(CancellationToken.None);
        await _lifetime.Started.CancelAsync();
        await Deadline.For(service.ExecuteTask!, "the service to have done its work");
        return terminal.ExitCode;
    }
}
