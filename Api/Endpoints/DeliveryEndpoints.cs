using OrleansFrames.Api.Input;
using OrleansFrames.Api.Operations;
using OrleansFrames.Delivery;

namespace OrleansFrames.Api.Endpoints;

/// <summary>Our own: what became of an event at the app's hooks, and sending events again.</summary>
internal static class DeliveryEndpoints
{
    private static readonly string[] Prefixes = ["/video/events", "/events"];

    public static void MapDeliveries(this ApiRoutes routes)
    {
        foreach (var events in Prefixes)
        {
            routes.ForServers.Get($"{events}/{{event_id}}/attempts", "ListAttempts", "ReadEvents", Nothing.Read, AttemptsAsync)
                .Answers<EventDeliveries>("Says what became of an event at each hook that it was owed to");
            routes.ForServers.Post($"{events}/replay", "ReplayEvents", "ReplayEvents", ReplayReader.Read, ReplayAsync)
                .Answers<ReplayResult>("Sends events to hooks again");
        }
    }

    private static async Task<Answer> AttemptsAsync(ApiCall call, Nothing nothing)
        => Guid.TryParse(call.Route("event_id"), out var id)
            ? Answer.Of(await call.Grains.GetDeliveries().OfAsync(call.App, id, call.Aborted), deliveries => deliveries)
            : new(null, Refusal.NotFound($"Can't find event with id {call.Route("event_id")}"));

    private static async Task<Answer> ReplayAsync(ApiCall call, ReplayRequest request)
        => Answer.Of(await call.Grains.GetDeliveries().ReplayAsync(request with { App = call.App }, call.Aborted), result => result);
}
