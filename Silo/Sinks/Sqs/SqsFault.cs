using Amazon.Runtime;
using Amazon.SecurityToken;
using OrleansFrames.Delivery;

namespace OrleansFrames.Silo.Sinks.Sqs;

/// <summary>One sentence for each way in which a queue does not take a message.</summary>
internal static class SqsFault
{
    private const int LongestMessage = 300;

    // Amazon answers 400 where others answer 429, and names no time.
    private static readonly TimeSpan ThrottledWait = TimeSpan.FromSeconds(60);

    public static bool IsFarSide(Exception error) => error is AmazonServiceException or AmazonClientException || ConnectionFault.IsFarSide(error);

    public static DeliveryResult Of(Exception error, Uri url, TimeSpan timeout) => error switch
    {
        AmazonServiceException { StatusCode: > 0 } answer => new(
            DeliveryVerdict.Retry,
            (int)answer.StatusCode,
            Error: Sentence(answer, url),
            RetryAfter: IsThrottled(answer) ? ThrottledWait : null),
        AmazonServiceException or AmazonClientException => new(DeliveryVerdict.Retry, Error: Short(error.Message)),
        _ => ConnectionFault.Of(error, url, timeout),
    };

    private static string Sentence(AmazonServiceException answer, Uri url)
    {
        var who = answer is AmazonSecurityTokenServiceException ? "the hook's role cannot be assumed: AWS" : url.Authority;
        var code = string.IsNullOrEmpty(answer.ErrorCode) ? "" : $" {answer.ErrorCode}";
        return $"{who} answered {(int)answer.StatusCode}{code}: {Short(answer.Message)}";
    }

    private static bool IsThrottled(AmazonServiceException answer)
        => answer.Retryable is { Throttling: true }
            || answer.ErrorCode is "RequestThrottled" or "Throttling" or "ThrottlingException" or "OverLimit" or "KmsThrottled";

    private static string Short(string message)
    {
        var line = message.ReplaceLineEndings(" ").Trim();
        return line.Length <= LongestMessage ? line : line[..LongestMessage] + "...";
    }
}
