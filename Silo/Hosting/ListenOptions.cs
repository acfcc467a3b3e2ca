using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;

namespace OrleansFrames.Silo.Hosting;

/// <summary>Where the HTTP surface listens. Section <c>Listen</c>.</summary>
public sealed class ListenOptions : IValidatableObject
{
    public const string Section = "Listen";

    /// <summary>An IP address, <c>localhost</c>, or <c>*</c> for all addresses. Default: 127.0.0.1, reachable from this machine only.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>Port, 0 to 65535; 0 takes any free one. Default: 8080.</summary>
    public int Port { get; set; } = 8080;

    /// <summary>Where a client on this machine reaches it, if the port is not 0.</summary>
    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://{new IPEndPoint(Reachable(Ip), Port)}");

    /// <summary>What the server binds. <c>*</c> stays as it is: the server falls back to IPv4 where the machine has no IPv6.</summary>
    internal string Binding => Address is "*" or "+"
        ? string.Create(CultureInfo.InvariantCulture, $"http://*:{Port}")
        : string.Create(CultureInfo.InvariantCulture, $"http://{new IPEndPoint(Ip ?? IPAddress.Loopback, Port)}");

    private IPAddress? Ip => Address is "*" or "+" ? IPAddress.IPv6Any : Address == "localhost" ? IPAddress.Loopback : Parse(Address);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Ip is null)
        {
            yield return new($"{Section}:{nameof(Address)} (--listen) is '{Address}', not an IP address, localhost or *.");
        }

        if (Port is < IPEndPoint.MinPort or > IPEndPoint.MaxPort)
        {
            yield return new(string.Create(CultureInfo.InvariantCulture, $"{Section}:{nameof(Port)} (--port) is {Port}, not 0 to 65535."));
        }
    }

    /// <summary>The address that a client on this machine connects to: one that means all addresses is not one to connect to.</summary>
    internal static IPAddress Reachable(IPAddress? address) => address switch
    {
        null => IPAddress.Loopback,
        _ when address.Equals(IPAddress.Any) => IPAddress.Loopback,
        _ when address.Equals(IPAddress.IPv6Any) => IPAddress.IPv6Loopback,
        _ => address,
    };

    // "1" and "127.1" are addresses to the parser; here they are slips.
    private static IPAddress? Parse(string text)
        => IPAddress.TryParse(text, out var address) && (text.Contains(':', StringComparison.Ordinal) || text.Count(letter => letter == '.') == 3) ? address : null;
}

[OptionsValidator]
internal sealed partial class ListenOptionsValidator : IValidateOptions<ListenOptions>;
