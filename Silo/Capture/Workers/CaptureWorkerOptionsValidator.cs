using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;

namespace OrleansFrames.Silo.Capture.Workers;

/// <summary>What the attributes cannot say.</summary>
internal sealed class CaptureWorkerOptionsValidator : IValidateOptions<CaptureWorkerOptions>
{
    public ValidateOptionsResult Validate(string? name, CaptureWorkerOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        foreach (var network in options.Allow.Where(network => !IPNetwork.TryParse(network, out _)))
        {
            result.AddError($"'{network}' is no network in CIDR form, such as 10.0.0.0/8", nameof(options.Allow));
        }

        if (options.Path is not null && !File.Exists(options.Path))
        {
            result.AddError($"the file '{options.Path}' does not exist", nameof(options.Path));
        }

        if (options.FileRoot is { } root && (!Path.IsPathRooted(root) || !Directory.Exists(root)))
        {
            result.AddError($"'{root}' is no absolute path of a folder", nameof(options.FileRoot));
        }

        if (!IPAddress.TryParse(options.RtpAddress, out _))
        {
            result.AddError($"'{options.RtpAddress}' is no address of this machine, such as 0.0.0.0", nameof(options.RtpAddress));
        }

        if (!IsRange(options.RtpPorts))
        {
            result.AddError($"'{options.RtpPorts}' is no range of UDP ports, such as 20000-20999", nameof(options.RtpPorts));
        }

        return result.Build();
    }

    private static bool IsRange(string ports) => ports.Split('-') is [var low, var high]
        && ushort.TryParse(low, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
        && ushort.TryParse(high, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
        && first > 0 && first <= last;
}
