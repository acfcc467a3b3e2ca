using OrleansFrames.Api.Input;

namespace OrleansFrames.Api.Endpoints;

/// <summary>Which rows of a call's ledger are asked for.</summary>
internal sealed record TicksRequest(string? EgressId, string? UserId, bool LatestOnly, int Limit, string? Next);

internal sealed record EventsRequest(long AfterSeq, int Limit);

/// <summary>Reads the queries of frames, ledger and events.</summary>
internal static class LedgerReader
{
    private const int UsualPage = 100;
    private const int LargestPage = 1_000;

    public static TicksRequest Ticks(RequestInput input) => new(
        input.Query.Text("egress_id"), input.Query.Text("user_id"), input.Query.Flag("latest"), Limit(input.Query), input.Query.Text("next"));

    public static EventsRequest Events(RequestInput input) => new(input.Query.Number("after_seq", 0, long.MaxValue) ?? 0, Limit(input.Query));

    private static int Limit(QueryFields query) => (int)(query.Number("limit", 1, LargestPage) ?? UsualPage);
}
