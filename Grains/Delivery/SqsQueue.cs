using System.Text.RegularExpressions;

namespace OrleansFrames.Delivery;

/// <summary>A queue of Amazon SQS, or of an emulator, as its URL tells it.</summary>
/// <param name="HostRegion">The region of Amazon's endpoint; null for the host of an emulator.</param>
internal sealed partial record SqsQueue(Uri Url, string? HostRegion)
{
    private const string DefaultRegion = "us-east-1";

    /// <summary>Queues that keep an order and drop repeats have this ending by Amazon's rules.</summary>
    public bool IsFifo => Url.AbsolutePath.EndsWith(".fifo", StringComparison.Ordinal);

    /// <summary>An endpoint that no one but Amazon can answer at.</summary>
    public bool IsAmazon => HostRegion is not null && Url.Scheme == Uri.UriSchemeHttps;

    /// <summary>Scheme, host and port.</summary>
    public string Endpoint => Url.GetLeftPart(UriPartial.Authority);

    /// <param name="asked">The hook's own, if it has one.</param>
    public string Region(string? asked) => string.IsNullOrEmpty(asked) ? HostRegion ?? DefaultRegion : asked;

    /// <returns>Null when it is no URL of a queue.</returns>
    public static SqsQueue? Parse(string? text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.UserInfo.Length + url.Query.Length + url.Fragment.Length > 0
            || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps) || url.Segments[^1] is "/" or [.., '/'])
        {
            return null;
        }

        var host = AmazonHost().Match(url.IdnHost);
        return new(url, !host.Success ? null : host.Groups["region"] is { Success: true, Value: var region } ? region : DefaultRegion);
    }

    // Whole hosts: under amazonaws.com there are also names that customers of Amazon answer at.
    [GeneratedRegex(
        @"^(?:(?:vpce-[a-z0-9-]+\.)?sqs(?:-fips)?\.(?<region>[a-z]{2}(?:-[a-z]+)+-\d)\.(?:vpce\.)?|(?:(?<region>[a-z]{2}(?:-[a-z]+)+-\d)\.)?queue\.)amazonaws\.com(?:\.cn)?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex AmazonHost();
}
