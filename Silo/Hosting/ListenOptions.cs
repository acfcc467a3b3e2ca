namespace OrleansFrames.Silo.Hosting;

/// <summary>Where the HTTP surface listens. Section <c>Listen</c>.</summary>
public sealed class ListenOptions
{
    public const string Section = "Listen";

    /// <summary>Address. Default: 127.0.0.1, reachable from this machine only.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>Port; 0 takes any free one. Default: 8080.</summary>
    public int Port { get; set; } = 8080;

    public string Url => $"http://{(Address.Contains(':', StringComparison.Ordinal) ? $"[{Address}]" : Address)}:{Port}";
}
