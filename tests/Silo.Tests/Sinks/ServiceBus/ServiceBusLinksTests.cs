using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansFrames.Silo.Sinks.ServiceBus;

namespace OrleansFrames.Silo.Tests.Sinks.ServiceBus;

/// <summary>Nothing is sent, so nothing is connected to.</summary>
public sealed class ServiceBusLinksTests : IAsyncLifetime
{
    private readonly SteppedClock _clock = new(DateTimeOffset.UnixEpoch);
    private readonly ServiceProvider _services;

    public ServiceBusLinksTests() => _services = new ServiceCollection()
        .AddSingleton(_ => new ServiceBusLinks(_clock, NullLogger<ServiceBusLinks>.Instance))
        .BuildServiceProvider();

    private ServiceBusLinks Links => _services.GetRequiredService<ServiceBusLinks>();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _services.DisposeAsync();

    [Fact]
    public async Task UseAsync_SameTarget_IsTheSameClient()
    {
        var first = await UseAsync("h1", Target("frames"));
        Assert.Same(first, await UseAsync("h1", Target("frames")));
        Assert.NotSame(first, await UseAsync("h2", Target("frames")));
        Assert.Equal("frames", first.EntityPath);
    }

    [Fact]
    public async Task UseAsync_OtherTarget_IsAnotherClient()
    {
        var first = await UseAsync("h1", Target("frames"));
        var second = await UseAsync("h1", Target("frames") with { Address = new("sb://127.0.0.2:1") });
        Assert.NotSame(first, second);
        Assert.NotSame(second, await UseAsync("h1", Target("other")));
    }

    [Fact]
    public async Task UseAsync_AfterAFailure_IsAnotherClient_AndWhoUsesTheOldOneMayEnd()
    {
        TaskCompletionSource under = new();
        ServiceBusSender? old = null;
        var slow = Links.UseAsync("app", "h1", Target("frames"), sender =>
        {
            old = sender;
            return under.Task;
        });
        await Assert.ThrowsAsync<IOException>(() => Links.UseAsync("app", "h1", Target("frames"), _ => throw new IOException()));
        Assert.NotSame(old, await UseAsync("h1", Target("frames")));
        under.SetResult();
        await slow;
    }

    [Fact]
    public async Task UseAsync_LongAfterTheLastUse_IsAnotherClient()
    {
        var first = await UseAsync("h1", Target("frames"));
        _clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Same(first, await UseAsync("h1", Target("frames")));
        _clock.Advance(TimeSpan.FromMinutes(6));
        Assert.NotSame(first, await UseAsync("h1", Target("frames")));
    }

    private static ServiceBusTarget Target(string entity) => new(
        "Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=Root;SharedAccessKey=YQ==;UseDevelopmentEmulator=true", entity, new("sb://127.0.0.1:1"));

    private async Task<ServiceBusSender> UseAsync(string hook, ServiceBusTarget target)
    {
        ServiceBusSender? used = null;
        await Links.UseAsync("app", hook, target, sender =>
        {
            used = sender;
            return Task.CompletedTask;
        });
        return used!;
    }
}
