using System.Net;
using Microsoft.Extensions.Options;

namespace OrleansFrames.Silo.Hosting.Network;

internal sealed class NetworkOptionsValidator : IValidateOptions<NetworkOptions>
{
    public ValidateOptionsResult Validate(string? name, NetworkOptions options)
    {
        var wrong = options.Allow
            .Select((text, at) => (text, at))
            .Where(entry => !IPNetwork.TryParse(entry.text, out _))
            .Select(entry => $"Network:Allow[{entry.at}]: '{entry.text}' is not a network such as 10.20.0.0/16 (address bits after the prefix must be 0)")
            .ToList();
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
