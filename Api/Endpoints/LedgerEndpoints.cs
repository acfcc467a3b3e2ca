using OrleansFrames.Api.Operations;
using OrleansFrames.Ledger;

namespace OrleansFrames.Api.Endpoints;

/// <summary>Our own: the pictures of a call, and the account of every tick that was due.</summary>
internal static class LedgerEndpoints
{
    private const string Call = "/video/call/{type}/{id}";

    public static void MapLedger(this ApiRoutes routes)
    {
        routes.ForServers.Get($"{Call}/frames", "ListFrames", "ReadFrames", LedgerReader.Ticks, FramesAsync)
            .Answers<FramesAnswer>("Lists the pictures of a call, the newest first");
        routes.ForServers.Get($"{Call}/ledger", "GetLedger", "ReadLedger", LedgerReader.Ticks, LedgerAsync)
            .Answers<LedgerAnswer>("Accounts for every picture of a call that was due");
    }

    private static async Task<Answer> FramesAsync(ApiCall call, TicksRequest request)
        => Answer.Of(
            await Reader(call).TicksAsync(Query(call, request) with { CapturedOnly = true }, call.Aborted),
            page => new FramesAnswer([.. page.Rows.Select(TickAnswer.From)], page.Next));

    private static async Task<Answer> LedgerAsync(ApiCall call, TicksRequest request)
    {
        var account = !request.Account ? null : await Reader(call).AccountAsync(call.App, call.Cid, call.Aborted);
        return Answer.Of(await Reader(call).TicksAsync(Query(call, request), call.Aborted), page => LedgerAnswer.From(page, account, request));
    }

    private static ILedgerReaderGrain Reader(ApiCall call) => call.Grains.GetLedgerReader();

    private static TickQuery Query(ApiCall call, TicksRequest request)
        => new(call.App, call.Cid, request.EgressId, request.UserId, LatestOnly: request.LatestOnly, Limit: request.Limit, Next: request.Next);
}
