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
}
