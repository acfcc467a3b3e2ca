using Azure.Messaging.ServiceBus;

namespace OrleansFrames.Silo.Sinks.ServiceBus;

/// <summary>
/// One client for each hook, kept from attempt to attempt. A hook that changed, an address that changed and a failure each make a new one; what is
/// not used for five minutes is closed.
/// </summary>
internal sealed partial class ServiceBusLinks : IAsyncDisposable
{
    private static readonly TimeSpan IdleAfter = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string App, string HookId), ServiceBusLink> _kept = [];
    private readonly TimeProvider _clock;
    private readonly ILogger<ServiceBusLinks> _logger;
    private readonly ITimer _timer;

    public ServiceBusLinks(TimeProvider clock, ILogger<ServiceBusLinks> logger)
    {
        (_clock, _logger) = (clock, logger);
        _timer = clock.CreateTimer(_ => CloseIdle(), null, Period, Period);
    }

    /// <summary>Uses the hook's client.</summary>
    /// <exception cref="Exception">Whatever <paramref name="use"/> throws; the client is not used again then.</exception>
    public async Task UseAsync(string app, string hookId, ServiceBusTarget target, Func<ServiceBusSender, Task> use)
    {
        var link = Take((app, hookId), target);
        var isFine = false;
        try
        {
            await use(link.Sender);
            isFine = true;
        }
        finally
        {
            GiveBack((app, hookId), link, isFine);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        ServiceBusLink[] all;
        lock (_lock)
        {
            all = [.. _kept.Values];
            _kept.Clear();
        }

        await Task.WhenAll(all.Select(CloseAsync));
    }

    private ServiceBusLink Take((string App, string HookId) hook, ServiceBusTarget target)
    {
        lock (_lock)
        {
            if (!_kept.TryGetValue(hook, out var link) || link.Target != target)
            {
                ServiceBusLink made = new(target, _clock.GetTimestamp());
                if (link is not null)
                {
                    Retire(hook, link);
                }

                _kept[hook] = link = made;
            }

            link.Users++;
            return link;
        }
    }

    private void GiveBack((string App, string HookId) hook, ServiceBusLink link, bool isFine)
    {
        lock (_lock)
        {
            link.Users--;
            link.UsedAt = _clock.GetTimestamp();
            if (!isFine && !link.IsRetired)
            {
                Retire(hook, link);
            }
            else if (link is { IsRetired: true, Users: 0 })
            {
                _ = CloseAsync(link);
            }
        }
    }

    private void CloseIdle()
    {
        lock (_lock)
        {
            foreach (var (hook, link) in _kept.Where(one => one.Value.Users == 0 && _clock.GetElapsedTime(one.Value.UsedAt) >= IdleAfter).ToArray())
            {
                Retire(hook, link);
            }
        }
    }

    private void Retire((string App, string HookId) hook, ServiceBusLink link)
    {
        link.IsRetired = true;
        if (_kept.TryGetValue(hook, out var kept) && kept == link)
        {
            _kept.Remove(hook);
        }

        if (link.Users == 0)
        {
            _ = CloseAsync(link);
        }
    }

    private async Task CloseAsync(ServiceBusLink link)
    {
        try
        {
            // Not on the caller's thread: the caller holds the lock.
            await Task.Yield();
            await link.DisposeAsync();
        }
        catch (Exception error)
        {
            LogCloseFailed(_logger, error, link.Target.Entity);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A connection to the queue or topic {Entity} of Azure Service Bus could not be closed")]
    private static partial void LogCloseFailed(ILogger logger, Exception error, string entity);
}
