using OrleansFrames.Api.Operations;

namespace OrleansFrames.Api.Endpoints;

/// <summary>Our own: the app's events, for whoever missed deliveries.</summary>
internal static class EventEndpoints
{
    public static void MapEvents(this ApiRoutes routes)
    {
        routes.ForServers.Get("/video/events", "ListEvents", "ReadEvents", LedgerReader.Events, ListAsync)
            .Answers<EventsAnswer>("Lists events of the app in the order of their commits");
        // Events belong to the app, beside /app, as much as to video.
        routes.ForServers.Get("/events", "ListEvents", "ReadEvents", LedgerReader.Events, ListAsync)
            .Answers<EventsAnswer>("Lists events of the app in the order of their commits");
    }

    private static async Task<Answer> ListAsync(ApiCall call, EventsRequest request)
    {
        var rows = await call.Grains.GetLedgerReader().EventsAsync(call.App, request.AfterSeq, request.Limit, call.Aborted);
        return Answer.Of(new EventsAnswer([.. rows.Select(EventAnswer.From)], rows.Count == 0 ? request.AfterSeq : rows[^1].Seq));
    }
}
