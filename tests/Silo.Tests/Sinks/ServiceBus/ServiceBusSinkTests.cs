using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using OrleansFrames.Apps;
using OrleansFrames.Delivery;
using OrleansFrames.Emulators;
using OrleansFrames.Network;

namespace OrleansFrames.Silo.Tests.Sinks.ServiceBus;

/// <summary>Every test has an entity of its own: its name's beginning says what the emulator does with it.</summary>
public sealed class ServiceBusSinkTests(ServiceBusHost host) : EventSinkSuite, IClassFixture<ServiceBusHost>
{
    private static readonly string Id = NameUuid.Create(Guid.Parse("11111111-2222-5333-8444-555555555555"), "hook-1").ToString();

    private readonly ServiceBusEmulator _bus = host.Emulator;

    private protected override string HookType => "azure_service_bus";

    [Fact]
    public async Task SendAsync_Event_IsOneMessageThatMicrosoftsLibraryReads()
    {
        Assert.Equal(new DeliveryResult(DeliveryVerdict.Delivered), await SendAsync("frames", change: request => request with { CallCid = "default:c" }));
        var message = Assert.Single(await _bus.ReceiveAsync("frames", 1));
        Assert.Equal((Id, "default:c", "t", "application/json"), (message.Id, message.Session, message.Subject, message.Type));
        Assert.Equal(Encoding.UTF8.GetString(Body), message.Body);
        Assert.Equal(
            new() { ["X-Api-Key"] = SinkSetup.App, ["X-Webhook-Id"] = Id, ["type"] = "t" },
            message.Properties!.ToDictionary(one => one.Key, one => one.Value));
    }

    [Fact]
    public async Task SendAsync_EventsOfTwoCalls_AreReadCallByCall()
    {
        await SendAsync("session-calls", change: request => request with { CallCid = "default:one", EventId = Guid.NewGuid() });
        await SendAsync("session-calls", change: request => request with { CallCid = "default:two", EventId = Guid.NewGuid() });
        Assert.Equal("default:two", Assert.Single(await _bus.ReceiveAsync("session-calls", 1, "default:two")).Session);
        Assert.Equal("default:one", Assert.Single(await _bus.MessagesAsync("session-calls")).Session);
    }

    [Theory]
    [InlineData("session-none", null, SinkSetup.App)]
    [InlineData("session-odd", "default:käse", null)]
    public async Task SendAsync_CallOfAnyName_HasASession(string entity, string? cid, string? session)
    {
        await SendAsync(entity, change: request => request with { CallCid = cid });
        Assert.Equal(
            session ?? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(cid!))), Assert.Single(await _bus.MessagesAsync(entity)).Session);
    }

    [Fact]
    public async Task SendAsync_Again_IsTakenOnce()
    {
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            Assert.Equal(DeliveryVerdict.Delivered, (await SendAsync("repeats", change: request => request with { Attempt = attempt })).Verdict);
        }

        Assert.Single(await _bus.MessagesAsync("repeats"));
    }

    [Fact]
    public async Task SendAsync_Topic_ReachesItsSubscriptions()
    {
        await SendAsync("topic-frames");
        foreach (var subscription in new[] { "one", "two" })
        {
            Assert.Equal(Id, Assert.Single(await _bus.ReceiveAsync($"topic-frames/Subscriptions/{subscription}", 1)).Id);
        }
    }

    [Fact]
    public async Task SendAsync_Compressed_IsBase64OfGzip()
    {
        await SendAsync("compressed", change: request => request with { Compress = true });
        var message = Assert.Single(await _bus.MessagesAsync("compressed"));
        using var plain = new MemoryStream();
        await using var gzip = new GZipStream(new MemoryStream(Convert.FromBase64String(message.Body)), CompressionMode.Decompress);
        await gzip.CopyToAsync(plain);
        Assert.Equal((Encoding.UTF8.GetString(Body), "text/plain"), (Encoding.UTF8.GetString(plain.ToArray()), message.Type));
    }

    [Theory]
    [InlineData("missing", 404, "MessagingEntityNotFound", null)]
    [InlineData("deleted", 404, "MessagingEntityNotFound", null)]
    [InlineData("full", 403, "QuotaExceeded", null)]
    [InlineData("narrow", 403, "MessageSizeExceeded", null)]
    [InlineData("busy", 503, "ServiceBusy", 60)]
    [InlineData("broken", null, "GeneralError", null)]
    public async Task SendAsync_Refused_IsTriedAgain_WithServiceBussReason(string entity, int? status, string reason, int? seconds)
    {
        var result = await SendAsync(entity, body: new string('a', 2_000));
        Assert.Equal((DeliveryVerdict.Retry, status, false), (result.Verdict, result.Status, result.TimedOut));
        Assert.StartsWith($"127.0.0.1:{_bus.Port} answered {reason}: ", result.Error, StringComparison.Ordinal);
        Assert.Equal(seconds is { } wait ? TimeSpan.FromSeconds(wait) : null, result.RetryAfter);
    }

    [Fact]
    public async Task SendAsync_EntityThatDoesNotAnswer_TimesOut()
    {
        var result = await SendAsync("hang", timeoutMs: 1_000);
        Assert.Equal((DeliveryVerdict.Retry, true), (result.Verdict, result.TimedOut));
    }

    [Fact]
    public async Task SendAsync_WrongKey_IsRefused()
    {
        var result = await SendAsync("locked", ServiceBusEmulator.Of($"127.0.0.1:{_bus.Port}", "another+key="));
        Assert.Equal((DeliveryVerdict.Retry, 401), (result.Verdict, result.Status));
        Assert.StartsWith($"127.0.0.1:{_bus.Port} answered Unauthorized: ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("another+key", result.Error, StringComparison.Ordinal);
        Assert.Empty(await _bus.MessagesAsync("locked"));
    }

    [Fact]
    public async Task SendAsync_SecretOfAnotherApp_IsNotUsed()
    {
        await using var provider = SinkSetup.Build(Loopback);
        var hook = Hook(_bus.ConnectionString, "other-app") with { AzureServiceBusConnectionString = $"key-2|{_bus.ConnectionString}" };
        var result = await provider.Sink(HookType).SendAsync(SinkSetup.Request(hook), Body, CancellationToken.None);
        Assert.Equal(
            new(DeliveryVerdict.Retry, Error: "the hook's azure_service_bus_connection_string cannot be opened by this server: send it again"), result);
    }

    [Fact]
    public async Task SendAsync_NameOfAnEmulator_IsConnectedToWhereTheRuleHasLooked()
    {
        var (address, asked) = (IPAddress.Loopback, 0);
        // No name server knows the name: only the rule leads to the emulator.
        AddressRule rule = new([], true, (_, _) =>
        {
            asked++;
            return Task.FromResult(new[] { address });
        });
        await using var provider = SinkSetup.Build(rule);
        var request = SinkSetup.Request(Hook(ServiceBusEmulator.Of($"bus.invalid:{_bus.Port}"), "named"));
        Assert.Equal(DeliveryVerdict.Delivered, (await provider.Sink(HookType).SendAsync(request, Body, CancellationToken.None)).Verdict);

        address = IPAddress.Parse("169.254.169.254");
        var refused = await provider.Sink(HookType).SendAsync(request with { EventId = Guid.NewGuid() }, Body, CancellationToken.None);
        Assert.Contains("169.254.169.254", refused.Error, StringComparison.Ordinal);
        Assert.Equal(2, asked);
        Assert.Single(await _bus.MessagesAsync("named"));
    }

    private protected override DeliveryRequest RequestTo(string authority, int timeoutMs)
        => SinkSetup.Request(Hook(ServiceBusEmulator.Of(authority), "frames") with { TimeoutMs = timeoutMs });

    // The SDK has its own words for what happens to its connections.
    private protected override void AssertFault(string sentence, string authority, DeliveryResult result)
    {
        Assert.Equal((DeliveryVerdict.Retry, null), (result.Verdict, result.Status));
        Assert.Contains(authority, result.Error, StringComparison.Ordinal);
    }

    private static EventHook Hook(string connectionString, string entity) => new("hook-1", "azure_service_bus", true, [], "all", null, 30_000, null, null)
    {
        AzureServiceBusConnectionString = $"{SinkSetup.App}|{connectionString}",
        AzureServiceBusEntity = entity,
    };

    private async Task<DeliveryResult> SendAsync(
        string entity, string? connectionString = null, Func<DeliveryRequest, DeliveryRequest>? change = null, string? body = null, int timeoutMs = 30_000)
    {
        await using var provider = SinkSetup.Build(Loopback);
        var request = SinkSetup.Request(Hook(connectionString ?? _bus.ConnectionString, entity) with { TimeoutMs = timeoutMs });
        return await provider.Sink(HookType).SendAsync(
            change is null ? request : change(request), body is null ? Body : Encoding.UTF8.GetBytes(body), CancellationToken.None);
    }
}
