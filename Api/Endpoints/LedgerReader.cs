using OrleansFrames.Api.Input;

namespace OrleansFrames.Api.Endpoints;

/// <summary>Which rows of a call's ledger are asked for.</summary>
/// <param name="Account">Whether the account of the whole call is wanted too: it reads every tick, which a poll of the newest can do without.</param>
internal sealed record TicksRequest(string? EgressId, string? UserId, bool LatestOnly, int Limit, string? Next, bool Account = true);

internal sealed record EventsRequest(long AfterSeq, int Limit);

internal sealed record EgressesRequest(int Limit);

/// <summary>Reads the queries of frames, ledger, recordings and events.</summary>
internal static class LedgerReader
{
    private const int UsualPage = 100;
    private const int LargestPage = 1_000;

    public static TicksRequest Ticks(RequestInput input) => new(
        input.Query.Text("egress_id"),
        input.Query.Text("user_id"),
        input.Query.Flag("latest"),
        Limit(input.Query),
        input.Query.Text("next"),
        input.Query.Flag("account", otherwise: true));

    public static EventsRequest Events(RequestInput input) => new(input.Query.Number("after_seq", 0, long.MaxValue) ?? 0, Limit(input.Query));

    public static EgressesRequest Egresses(RequestInput input) => new(Limit(input.Query));

    private static int Limit(QueryFields query) => (int)(query.Number("limit", 1, LargestPage) ?? UsualPage);
}
