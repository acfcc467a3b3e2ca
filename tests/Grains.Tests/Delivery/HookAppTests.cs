using System.Reflection;
using OrleansFrames.Apps;
using OrleansFrames.Delivery;

namespace OrleansFrames.Grains.Tests.Delivery;

public sealed class HookAppTests
{
    private static readonly EventHook First = new("h1", "webhook", true, ["a"], "all", "http://h/1", 2_000, null, null);
    private static readonly EventHook Second = First with { Id = "h2", WebhookUrl = "http://h/2" };

    private readonly List<AppUpdate> _updates = [];
    private AppSettings _settings = new([First, Second], 14_400);
    private Refusal? _refusal;

    [Fact]
    public async Task UrlLifeAsync_IsTheAppsSetting()
        => Assert.Equal(TimeSpan.FromHours(4), await Create().UrlLifeAsync("k", CancellationToken.None));

    [Fact]
    public async Task DisableAsync_ChangesThisHookOnly()
    {
        await Create().DisableAsync("k", "h2", CancellationToken.None);
        var update = Assert.Single(_updates);
        Assert.Equal([First, Second with { Enabled = false }], update.EventHooks!);
        Assert.Null(update.CdnExpirationSeconds);
    }

    [Theory]
    [InlineData("h3")]
    [InlineData("h1")]
    public async Task DisableAsync_GoneOrDisabledAlready_ChangesNothing(string id)
    {
        _settings = new([First with { Enabled = false }, Second], 14_400);
        await Create().DisableAsync("k", id, CancellationToken.None);
        Assert.Empty(_updates);
    }

    [Fact]
    public async Task DisableAsync_Refused_SaysWhy()
    {
        _refusal = Refusal.Input("event_hooks", "no");
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => Create().DisableAsync("k", "h1", CancellationToken.None));
        Assert.Contains("event_hooks: no", error.Message, StringComparison.Ordinal);
    }

    private HookApp Create()
    {
        var app = Answering<IAppGrain>((method, arguments) => method switch
        {
            nameof(IAppGrain.GetAsync) => Task.FromResult(_settings),
            _ => Task.FromResult(Update((AppUpdate)arguments[0]!)),
        });
        return new(Answering<IGrainFactory>((_, arguments) => (string)arguments[0]! == "app/k" ? app : throw new KeyNotFoundException()));
    }

    private Outcome<AppSettings> Update(AppUpdate update)
    {
        _updates.Add(update);
        return _refusal is { } refusal ? refusal : _settings;
    }

    // Not a class of its own: one that implements a grain's interface would be taken for that grain.
    private static T Answering<T>(Func<string, object?[], object?> answer)
        where T : class
    {
        var made = DispatchProxy.Create<T, Proxy>();
        ((Proxy)(object)made).Answer = answer;
        return made;
    }

    public class Proxy : DispatchProxy
    {
        public Func<string, object?[], object?> Answer { get; set; } = (_, _) => null;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Answer(targetMethod!.Name, args ?? []);
    }
}
