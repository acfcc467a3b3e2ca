using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace OrleansFrames.Silo.Hosting;

/// <summary>What every deployment sets. Section <c>Frames</c>.</summary>
public sealed class FramesOptions
{
    public const string Section = "Frames";

    /// <summary>Folder of databases, keys and pictures. Default: data.</summary>
    [Required]
    public string Data { get; set; } = "data";

    /// <summary>Where users reach this service; picture URLs begin with it. Default: where it listens.</summary>
    [Url]
    public string? PublicUrl { get; set; }

    /// <summary>The apps. Default: one app, whose key and secret are made once and kept in the data folder.</summary>
    public IList<AppCredentials> Apps { get; } = [];
}

/// <summary>An app and its live secrets, the one to sign with first.</summary>
public sealed class AppCredentials
{
    [Required]
    public string ApiKey { get; set; } = "";

    /// <summary>At least one, each of 16 characters or more; a second one during rotation.</summary>
    [MinLength(1)]
    public IList<string> Secrets { get; } = [];
}

[OptionsValidator]
internal sealed partial class FramesOptionsValidator : IValidateOptions<FramesOptions>;
