using System.ComponentModel.DataAnnotations;

namespace OrleansFrames.Api;

/// <summary>Settings of the HTTP surface. Every value is checked when the host starts. The silo binds section <c>Api</c>.</summary>
public sealed class ApiOptions
{
    public const string Section = "Api";

    /// <summary>Origins of browser pages that may call the API, as <c>scheme://host[:port]</c>; <c>*</c> allows any. Default: none; the silo's embedded default: any.</summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>Requests that one API key may make in one minute; beyond it the answer is 429. Callers without a valid token are counted by address.</summary>
    [Range(1, 100_000_000)]
    public int RequestsPerMinute { get; set; } = 60_000;

    /// <summary>Largest request body in bytes; beyond it the answer is 413. Default: 1 MiB.</summary>
    [Range(1_024, 64 * 1_024 * 1_024)]
    public int MaxBodyBytes { get; set; } = 1_024 * 1_024;

    /// <summary>Clients' websockets that this host holds at a time; beyond it they are refused with 429.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>Seconds in which a websocket must say who it is.</summary>
    [Range(1, 60)]
    public int ConnectSeconds { get; set; } = 10;

    /// <summary>Seconds between two health checks on a websocket. GetStream's clients connect again after 35 s without any event.</summary>
    [Range(1, 30)]
    public int HealthCheckSeconds { get; set; } = 25;

    /// <summary>Events that may wait for one slow client; beyond it its websocket is closed.</summary>
    [Range(1, 10_000)]
    public int ConnectionQueue { get; set; } = 256;

    /// <summary>Milliseconds between two looks for events to tell clients; one look serves all clients of an app on this host.</summary>
    [Range(10, 5_000)]
    public int EventPollMilliseconds { get; set; } = 250;
}
