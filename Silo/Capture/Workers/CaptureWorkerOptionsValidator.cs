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

        return result.Build();
    }
}
