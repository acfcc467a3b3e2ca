using System.Text.RegularExpressions;
using OrleansFrames.Apps;

namespace OrleansFrames.Delivery;

/// <summary>What a hook of type <c>sqs</c> may be.</summary>
internal static partial class SqsRules
{
    public const string Keys = "keys";
    public const string Resource = "resource";

    private const int MaxUrlLength = 2_048;
    private const int MaxKeyLength = 128;

    /// <summary>How requests to the hook's queue are signed: as asked for, else with keys where there is one.</summary>
    public static string AuthType(EventHook hook)
        => hook.SqsAuthType is { Length: > 0 } asked ? asked : string.IsNullOrEmpty(hook.SqsKey) ? Resource : Keys;

    /// <returns>Fields with what is wrong with each.</returns>
    public static IEnumerable<(string Field, string Reason)> Faults(EventHook hook)
    {
        var queue = SqsQueue.Parse(hook.SqsQueueUrl);
        if (string.IsNullOrEmpty(hook.SqsQueueUrl))
        {
            yield return ("sqs_queue_url", "is required");
        }
        else if (queue is null || hook.SqsQueueUrl.Length > MaxUrlLength)
        {
            yield return ("sqs_queue_url", "must be the URL of a queue, such as https://sqs.eu-west-1.amazonaws.com/123456789012/frames");
        }

        if (!string.IsNullOrEmpty(hook.SqsRegion) && !RegionName().IsMatch(hook.SqsRegion))
        {
            yield return ("sqs_region", "must be the name of a region, such as eu-west-1");
        }

        var identity = AuthType(hook) switch
        {
            Keys => KeyFaults(hook),
            Resource => ResourceFaults(hook, queue),
            _ => [("sqs_auth_type", $"must be {Keys} or {Resource}")],
        };
        foreach (var fault in identity)
        {
            yield return fault;
        }
    }

    private static IEnumerable<(string Field, string Reason)> KeyFaults(EventHook hook)
    {
        if (string.IsNullOrEmpty(hook.SqsKey) || hook.SqsKey.Length > MaxKeyLength || hook.SqsKey.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.')))
        {
            yield return ("sqs_key", $"must be the id of an access key: 1 to {MaxKeyLength} letters, digits, _, - and .");
        }

        if (string.IsNullOrEmpty(hook.SqsSecret))
        {
            yield return ("sqs_secret", "is required with a key");
        }
        else if (hook.SqsSecret == HookSecrets.Mask)
        {
            yield return ("sqs_secret", "is the mask of a stored secret, and none is stored: send the secret itself");
        }
    }

    private static IEnumerable<(string Field, string Reason)> ResourceFaults(EventHook hook, SqsQueue? queue)
    {
        if (queue is { IsAmazon: false })
        {
            yield return ("sqs_auth_type", $"'{Resource}' is for Amazon's own endpoints over https: this server's identity is shown to nobody else");
        }

        if (!string.IsNullOrEmpty(hook.SqsRoleArn) && !RoleArn().IsMatch(hook.SqsRoleArn))
        {
            yield return ("sqs_role_arn", "must be the ARN of a role, such as arn:aws:iam::123456789012:role/frames");
        }
    }

    [GeneratedRegex(@"^[a-z0-9-]{1,32}\z")]
    private static partial Regex RegionName();

    [GeneratedRegex(@"^arn:aws[a-z-]{0,16}:iam::\d{12}:role/[\w+=,.@/-]{1,512}\z", RegexOptions.ECMAScript)]
    private static partial Regex RoleArn();
}
