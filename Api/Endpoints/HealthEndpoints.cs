using Microsoft.AspNetCore.Http.HttpResults;
using OrleansFrames.Apps;

namespace OrleansFrames.Api.Endpoints;

/// <summary><c>/healthz</c>: the process answers. <c>/readyz</c>: what it cannot work without answers too.</summary>
internal static partial class HealthEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => TypedResults.Ok(new Health("ok", null)));
        routes.MapGet("/readyz", ReadyAsync);
    }

    private static async Task<Results<Ok<Health>, JsonHttpResult<Health>>> ReadyAsync(
        IEnumerable<IReadiness> checks, IAppDirectory apps, IGrainFactory grains, TimeProvider clock, ILogger<Health> logger, HttpContext http)
    {
        using var deadline = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, http.RequestAborted);
        string[] reasons;
        try
        {
            reasons = await ReasonsAsync([.. checks], apps, grains, either.Token).WaitAsync(either.Token);
        }
        catch (Exception fault)
        {
            LogNotReady(logger, fault);
            reasons = ["a check did not answer"];
        }

        return reasons.Length == 0
            ? TypedResults.Ok(new Health("ok", null))
            : TypedResults.Json(new Health("not ready", reasons), statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<string[]> ReasonsAsync(
        IReadOnlyList<IReadiness> checks, IAppDirectory apps, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (checks.Count > 0)
        {
            var answers = await Task.WhenAll(checks.Select(check => check.WhyNotReadyAsync(cancellationToken).AsTask()));
            return [.. answers.OfType<string>()];
        }

        if (apps.ApiKeys.Count == 0)
        {
            return ["no app is configured"];
        }

        await grains.GetApp(apps.ApiKeys[0]).GetAsync(cancellationToken);
        return [];
    }

    [LoggerMessage(LogLevel.Warning, "Not ready")]
    private static partial void LogNotReady(ILogger logger, Exception fault);

    internal sealed record Health(string Status, IReadOnlyList<string>? Reasons);
}
