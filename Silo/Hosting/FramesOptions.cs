using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace OrleansFrames.Silo.Hosting;

/// <summary>Where this service keeps its files and how the world reaches it. Section <c>Frames</c>.</summary>
internal sealed class FramesOptions : IValidatableObject
{
    public const string Section = "Frames";

    /// <summary>Directory of databases, keys and pictures; made when missing. Default: <c>data</c> in the working directory.</summary>
    [Required]
    public string DataDirectory { get; set; } = "data";

    /// <summary>Start of every URL that leaves this service, with a path if a proxy adds one. Default: <c>http://127.0.0.1:8080</c>.</summary>
    [Required]
    public string PublicUrl { get; set; } = "http://127.0.0.1:8080";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var usable = Uri.TryCreate(PublicUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url is { Query: "", Fragment: "", UserInfo: "" };
        if (!usable)
        {
            yield return new($"{Section}:{nameof(PublicUrl)} is '{PublicUrl}', not an http or https URL without query.", [nameof(PublicUrl)]);
        }
    }
}

[OptionsValidator]
internal sealed partial class FramesOptionsValidator : IValidateOptions<FramesOptions>;
