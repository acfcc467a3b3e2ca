using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace OrleansFrames.Silo.Hosting;

/// <summary>Where this service keeps its files, how the world reaches it, and its apps. Section <c>Frames</c>.</summary>
internal sealed class FramesOptions : IValidatableObject
{
    public const string Section = "Frames";

    /// <summary>Directory of databases, keys and pictures; made when missing. Default: <c>data</c> in the working directory.</summary>
    [Required]
    public string DataDirectory { get; set; } = "data";

    /// <summary>Start of every URL that leaves this service, with a path if a proxy adds one. Default: where it listens.</summary>
    public string? PublicUrl { get; set; }

    /// <summary>The apps. Default: one, whose key and secret are made once and kept in the data directory.</summary>
    [ValidateEnumeratedItems]
    public IList<AppCredentials> Apps { get; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var usable = PublicUrl is null
            || (Uri.TryCreate(PublicUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url is { Query: "", Fragment: "", UserInfo: "" });
        if (!usable)
        {
            yield return new($"{Section}:{nameof(PublicUrl)} is '{PublicUrl}', not an http or https URL without query.", [nameof(PublicUrl)]);
        }
    }
}

/// <summary>An app and its live secrets, the one to sign with first.</summary>
internal sealed class AppCredentials : IValidatableObject
{
    /// <summary>Fewest characters of a secret.</summary>
    private const int ShortestSecret = 16;

    [Required]
    public string ApiKey { get; set; } = "";

    /// <summary>At least one; a second one during rotation.</summary>
    [MinLength(1)]
    public IList<string> Secrets { get; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Secrets.Any(secret => secret.Length < ShortestSecret))
        {
            yield return new($"A secret of app '{ApiKey}' has under {ShortestSecret} characters.", [nameof(Secrets)]);
        }
    }
}

[OptionsValidator]
internal sealed partial class FramesOptionsValidator : IValidateOptions<FramesOptions>;
