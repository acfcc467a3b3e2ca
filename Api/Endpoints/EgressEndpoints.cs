using OrleansFrames.Api.Operations;
using OrleansFrames.Ledger;

namespace OrleansFrames.Api.Endpoints;

/// <summary>Answer of <c>GET /egresses</c>: recordings of the app, the newest first.</summary>
internal sealed record EgressesAnswer(IReadOnlyList<EgressSummary> Egresses);

/// <summary>Our own: the app's recordings, whatever their call.</summary>
internal static class EgressEndpoints
{
    public static void MapEgresses(this ApiRoutes routes)
        => routes.ForServers.Get("/egresses", "ListEgresses", "ReadEgresses", LedgerReader.Egresses, ListAsync)
            .Answers<EgressesAnswer>("Lists the recordings of the app, the newest first");

    private static async Task<Answer> ListAsync(ApiCall call, EgressesRequest request)
        => Answer.Of(new EgressesAnswer(await call.Grains.GetLedgerReader().EgressesAsync(call.App, request.Limit, call.Aborted)));
}
