using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace OrleansFrames.Silo.Quickstart;

/// <summary>What <c>run.sh</c> is to set up by itself. Section <c>Quickstart</c>.</summary>
public sealed class QuickstartOptions : IValidatableObject
{
    public const string Section = "Quickstart";

    private static readonly string[] Qualities = ["360p", "420p", "480p", "720p", "1080p", "1440p"];

    /// <summary>Cameras to record at once, each <c>URL</c> or <c>NAME=URL</c>.</summary>
    public IList<string> Sources { get; } = [];

    /// <summary>Seconds between two pictures, 2 to 60. Default: the call type's, 3.</summary>
    public int? IntervalSeconds { get; set; }

    /// <summary>Shorter side of the pictures: 360p, 420p, 480p, 720p, 1080p or 1440p. Default: the call type's, 720p.</summary>
    public string? Quality { get; set; }

    /// <summary>Where events are sent. Default: nowhere.</summary>
    public string? Webhook { get; set; }

    /// <summary>Record three participants whose video is made on the spot, and verify every webhook. Default: false.</summary>
    public bool Demo { get; set; }

    /// <summary>The program that serves the demo's cameras.</summary>
    public string? Cameras { get; set; }

    /// <summary>End this many seconds after the first recording runs, at least 1. Default: never.</summary>
    public int? ForSeconds { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (IntervalSeconds is < 2 or > 60)
        {
            yield return Wrong("IntervalSeconds (--interval)", IntervalSeconds, "2 to 60 seconds");
        }

        if (Quality is not null && !Qualities.Contains(Quality))
        {
            yield return Wrong("Quality (--quality)", Quality, string.Join(", ", Qualities));
        }

        if (Webhook is not null && !(Uri.TryCreate(Webhook, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", Host.Length: > 0 }))
        {
            yield return Wrong("Webhook (--webhook)", Webhook, "an http or https URL");
        }

        if (ForSeconds < 1)
        {
            yield return Wrong("ForSeconds (--for)", ForSeconds, "1 second or more");
        }

        if (CameraSource.Clash(CameraSource.ParseAll(Sources)) is { } clash)
        {
            yield return new($"{Section}:Sources (--source): {clash}.");
        }

        if (Sources.Count == 0 && !Demo && (IntervalSeconds is not null || Quality is not null || Webhook is not null || ForSeconds is not null))
        {
            yield return new("--interval, --quality, --webhook and --for are about a recording: they need --source or --demo.");
        }
    }

    private static ValidationResult Wrong(string name, object? value, string right)
        => new(string.Create(CultureInfo.InvariantCulture, $"{Section}:{name} is '{value}', not {right}."));
}

[OptionsValidator]
internal sealed partial class QuickstartOptionsValidator : IValidateOptions<QuickstartOptions>;
