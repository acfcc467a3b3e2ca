using OrleansFrames.Api.Input;
using OrleansFrames.Api.Limits;
using OrleansFrames.Api.Operations;

namespace OrleansFrames.Api.Endpoints;

/// <summary>GetStream's GetRateLimitsResponse: a platform that was not asked for is left out.</summary>
internal sealed record RateLimitsAnswer(
    IReadOnlyDictionary<string, RateLimit>? ServerSide,
    IReadOnlyDictionary<string, RateLimit>? Android,
    IReadOnlyDictionary<string, RateLimit>? Ios,
    IReadOnlyDictionary<string, RateLimit>? Web,
    IReadOnlyDictionary<string, RateLimit>? Unity);

/// <summary>Of which platforms and operations the limits are asked for; none named means all.</summary>
internal sealed record RateLimitsRequest(IReadOnlyList<string> Platforms, IReadOnlyList<string> Operations);

/// <summary>How much of its limit the app has left. All operations and platforms share one: each shows the same numbers.</summary>
internal static class RateLimitEndpoints
{
    private const string Servers = "server_side";

    private static readonly string[] Platforms = [Servers, "android", "ios", "web", "unity"];

    /// <param name="operations">All that are mapped, known when the first request comes.</param>
    public static void MapRateLimits(this ApiRoutes routes, RequestWindow window, Func<IEnumerable<Operation>> operations)
    {
        Lazy<Operation[]> known = new(() => [.. operations().DistinctBy(operation => operation.Name).OrderBy(operation => operation.Name, StringComparer.Ordinal)]);
        routes.ForServers.Get(
            "/rate_limits", "GetRateLimits", "ReadRateLimits", Read, (call, request) => Task.FromResult(Answer.Of(Of(request, known.Value, window.Of(call.App)))))
            .Answers<RateLimitsAnswer>("Says how many requests are left in this minute");
    }

    private static RateLimitsRequest Read(RequestInput input)
    {
        string[] named = [.. Platforms.Where(platform => input.Query.Flag(platform))];
        const StringSplitOptions plain = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        return new(named.Length == 0 ? Platforms : named, input.Query.Text("endpoints")?.Split(',', plain) ?? []);
    }

    private static RateLimitsAnswer Of(RateLimitsRequest request, Operation[] operations, RateLimit limit)
    {
        return new(For(Servers), For("android"), For("ios"), For("web"), For("unity"));

        Dictionary<string, RateLimit>? For(string platform)
        {
            var others = platform == Servers ? Side.Client : Side.Server;
            return request.Platforms.Contains(platform)
                ? operations.Where(operation => operation.Side != others && (request.Operations.Count == 0 || request.Operations.Contains(operation.Name)))
                    .ToDictionary(operation => operation.Name, _ => limit)
                : null;
        }
    }
}
