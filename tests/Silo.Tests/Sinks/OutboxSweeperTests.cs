using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using OrleansFrames.Apps;
using OrleansFrames.Delivery;
using OrleansFrames.Ledger;
using OrleansFrames.Network;
using OrleansFrames.Silo.Sinks;
using OrleansFrames.Storage;

namespace OrleansFrames.Silo.Tests.Sinks;

/// <summary>From a row that an earlier silo left behind to a signed request, with everything real but the database.</summary>
public sealed class OutboxSweeperTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task AtTheStart_RowsLeftBehind_AreDelivered_AlsoWhenTheOutboxIsAwayAtFirst()
    {
        await using var server = RawServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 0");
        var outbox = new OneRowOutbox(server.Url);
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<IOutbox>(outbox);
            silo.Services.AddSingleton<IAppDirectory, SinkSetup.OneApp>();
            silo.Services.AddSingleton<IFrameUrls>(new Urls());
            silo.Services.AddSingleton<IHookApp>(new HookApp());
            silo.Services.AddSingleton(new AddressRule([], allowPrivate: true));
            silo.Services.AddDelivery().AddWebhookSink().AddOutboxSweeper();
        });
        await using var cluster = builder.Build();
        await cluster.DeployAsync();

        var settlement = await outbox.Settled.WaitAsync(Patience);
        Assert.Equal((DeliveryState.Delivered, 200), (settlement.State, settlement.Status));
        Assert.InRange(outbox.TimesAsked, 2, int.MaxValue);
        var request = Assert.Single(server.Requests);
        var body = JsonDocument.Parse(request.Body).RootElement;
        Assert.Equal("http://frames/e/t/1.jpg", body.GetProperty("url").GetString());
        Assert.Equal("call.frame_recording_ready", body.GetProperty("type").GetString());
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(SinkSetup.Secret), request.Body);
        Assert.Equal(Convert.ToHexString(signature).ToLowerInvariant(), request.Headers["X-SIGNATURE"]);
    }

    private sealed class Urls : IFrameUrls
    {
        public ValueTask<string?> MintAsync(string app, string objectKey, DateTimeOffset storedAt, TimeSpan life, CancellationToken cancellationToken)
            => new($"http://frames/{objectKey}");
    }

    private sealed class HookApp : IHookApp
    {
        public Task<HookAppSettings> SettingsAsync(string app, CancellationToken cancellationToken)
            => Task.FromResult(new HookAppSettings(TimeSpan.FromDays(1), Compress: false));

        public Task DisableAsync(string app, string hookId, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class OneRowOutbox(string url) : IOutbox
    {
        private static readonly HookRef Hook = new(SinkSetup.App, "hook-1");

        private readonly TaskCompletionSource<Settlement> _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _timesAsked;
        private int _claimed;

        public Task<Settlement> Settled => _settled.Task;

        public int TimesAsked => Volatile.Read(ref _timesAsked);

        public Task SaveHooksAsync(string app, IReadOnlyList<EventHook> hooks, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<HookRef>> DueHooksAsync(CancellationToken cancellationToken)
            => Interlocked.Increment(ref _timesAsked) == 1
                ? throw new LedgerException("the database is away")
                : Task.FromResult<IReadOnlyList<HookRef>>(_settled.Task.IsCompleted ? [] : [Hook]);

        public Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(HookRef hook, int max, TimeSpan lease, string owner, CancellationToken cancellationToken)
        {
            var row = new EventRow(Guid.NewGuid(), hook.App, 1, "default:c", "call.frame_recording_ready", default, """{"type":"call.frame_recording_ready"}""");
            return Task.FromResult<IReadOnlyList<ClaimedDelivery>>(
                Interlocked.Exchange(ref _claimed, 1) == 0 ? [new(row, 2, "e/t/1.jpg", DateTimeOffset.UnixEpoch)] : []);
        }

        public Task<int> SettleAsync(HookRef hook, string owner, IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken)
        {
            _settled.TrySetResult(settlements[0]);
            return Task.FromResult(settlements.Count);
        }

        public Task<TimeSpan?> NextDueAsync(HookRef hook, CancellationToken cancellationToken) => Task.FromResult<TimeSpan?>(null);

        public Task<EventHook?> FindHookAsync(HookRef hook, CancellationToken cancellationToken)
            => Task.FromResult<EventHook?>(new("hook-1", "webhook", true, [], "all", url, 30_000, null, null));
    }
}
