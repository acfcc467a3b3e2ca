using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace OrleansFrames.Silo.Hosting;

/// <summary>Where this service keeps its files, how the world reaches it, and its apps. Section <c>Frames</c>.</summary>
internal sealed class FramesOptions : IValidatableObject
{
    public const string Section = "Frames";

    /// <summary>Directory of databases, keys and pictures; made when missing. Default: <c>data</c> in the working directory.</summary>
    [Required(ErrorMessage = "Frames:DataDirectory (--data) is empty.")]
    public string DataDirectory { get; set; } = "data";

    /// <summary>Start of every URL that leaves this service, with a path if a proxy adds one. Default: where it listens.</summary>
    public string? PublicUrl { get; set; }

    /// <summary>The apps. Default: one, whose key and secret are made once and kept in the data directory.</summary>
    [ValidateEnumeratedItems]
    public IList<AppCredentials> Apps { get; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PublicUrl is not null && !IsStart(PublicUrl))
        {
            yield return new($"{Section}:{nameof(PublicUrl)} (--public-url) is '{PublicUrl}', not an http or https URL without user, query and fragment.");
        }

        foreach (var same in Apps.GroupBy(app => app.ApiKey, StringComparer.Ordinal).Where(same => same.Count() > 1))
        {
            yield return new($"{Section}:{nameof(Apps)}: the API key '{same.Key}' is there {same.Count()} times; give all its secrets in one place.");
        }
    }

    // Two lone marks, "?" and "#", are nothing to Uri, and would swallow the path that is appended.
    private static bool IsStart(string text) => text.AsSpan().IndexOfAny("?# ") < 0
        && Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url.Scheme is "http" or "https"
        && url is { UserInfo: "", Host.Length: > 0 };
}

/// <summary>An app and its live secrets, the one to sign with first.</summary>
internal sealed class AppCredentials : IValidatableObject
{
    /// <summary>Fewest characters of a secret.</summary>
    public const int ShortestSecret = 16;

    /// <summary>1 to 64 of A-Z, a-z, 0-9, dot, dash and underscore, no dot first: it is part of file names and URLs.</summary>
    [RegularExpression(
        @"^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}\z",
        ErrorMessage = "Frames:Apps: an API key (--api-key) is 1 to 64 of A-Z, a-z, 0-9, dot, dash and underscore, and does not begin with a dot.")]
    [Required(ErrorMessage = "Frames:Apps: an app has no API key (--api-key).")]
    public string ApiKey { get; set; } = "";

    /// <summary>At least one; a second one during rotation.</summary>
    public IList<string> Secrets { get; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Secrets.Count == 0)
        {
            yield return new($"Frames:Apps: the app '{ApiKey}' has no secret (--api-secret).");
        }

        if (Secrets.Any(secret => secret is null || secret.Length < ShortestSecret))
        {
            yield return new($"Frames:Apps: a secret of the app '{ApiKey}' (--api-secret) has under {ShortestSecret} characters.");
        }
    }
}

[OptionsValidator]
internal sealed partial class FramesOptionsValidator : IValidateOptions<FramesOptions>;
