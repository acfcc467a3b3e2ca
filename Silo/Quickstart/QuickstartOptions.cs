using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace OrleansFrames.Silo.Quickstart;

/// <summary>What <c>run.sh</c> is to set up by itself. Section <c>Quickstart</c>.</summary>
public sealed class QuickstartOptions
{
    public const string Section = "Quickstart";

    /// <summary>Cameras to record at once, each <c>URL</c> or <c>NAME=URL</c>.</summary>
    public IList<string> Sources { get; } = [];

    /// <summary>Seconds between two pictures. Default: the call type's, 3.</summary>
    [Range(2, 60)]
    public int? IntervalSeconds { get; set; }

    /// <summary>Shorter side of the pictures: 360p, 420p, 480p, 720p, 1080p or 1440p. Default: the call type's, 720p.</summary>
    [RegularExpression("360p|420p|480p|720p|1080p|1440p")]
    public string? Quality { get; set; }

    /// <summary>Where events are sent. Default: nowhere.</summary>
    [Url]
    public string? Webhook { get; set; }

    /// <summary>Record three participants whose video is made on the spot, and verify every webhook. Default: false.</summary>
    public bool Demo { get; set; }

    /// <summary>The program that serves the demo's cameras.</summary>
    public string? Cameras { get; set; }

    /// <summary>End this many seconds after the first recording runs. Default: never.</summary>
    public int? ForSeconds { get; set; }
}

[OptionsValidator]
internal sealed partial class QuickstartOptionsValidator : IValidateOptions<QuickstartOptions>;
