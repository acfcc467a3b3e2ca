using System.Reflection;
using OrleansFrames.Apps;
using OrleansFrames.Delivery;

namespace OrleansFrames.Grains.Tests.Delivery;

public sealed class HookAppTests
{
    private readonly List<string> _disabled = [];

    [Fact]
    public async Task SettingsAsync_AreTheApps()
        => Assert.Equal(new(TimeSpan.FromHours(4), Compress: true), await Create().SettingsAsync("k", CancellationToken.None));

    [Fact]
    public async Task DisableAsync_GoesToTheAppsGrain()
    {
        await Create().DisableAsync("k", "h2", CancellationToken.None);
        Assert.Equal(["h2"], _disabled);
    }

    private HookApp Create()
    {
        var app = Answering<IAppGrain>((method, arguments) => method switch
        {
            nameof(IAppGrain.GetAsync) => Task.FromResult(new AppSettings([], 14_400) { CompressHookPayloads = true }),
            _ => Disable((string)arguments[0]!),
        });
        return new(Answering<IGrainFactory>((_, arguments) => (string)arguments[0]! == "app/k" ? app : throw new KeyNotFoundException()));
    }

    private Task Disable(string hookId)
    {
        _disabled.Add(hookId);
        return Task.CompletedTask;
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
