using OrleansFrames.Api.Input;
using OrleansFrames.Api.Operations;
using OrleansFrames.Apps;

namespace OrleansFrames.Api.Endpoints;

internal static class AppEndpoints
{
    public static void MapApps(this ApiRoutes routes)
    {
        routes.ForServers.Get("/app", "GetApp", "ReadApp", Nothing.Read, GetAsync);
        routes.ForServers.Patch("/app", "UpdateApp", "UpdateApp", AppReader.Update, UpdateAsync);
        routes.ForServers.Post("/check_sqs", "CheckSQS", "UpdateApp", AppReader.CheckSqs, CheckSqsAsync);
        routes.ForServers.Post("/check_sns", "CheckSNS", "UpdateApp", Nothing.Read, CheckSns);
    }

    private static async Task<Answer> GetAsync(ApiCall call, Nothing nothing)
        => Answer.Of(new GetAppAnswer(AppAnswer.From(call.App, await call.Grains.GetApp(call.App).GetAsync(call.Aborted))));

    private static async Task<Answer> UpdateAsync(ApiCall call, AppUpdate update)
        => Answer.Of(await call.Grains.GetApp(call.App).UpdateAsync(call.Seal(update), call.Aborted), _ => Answer.Nothing);

    private static async Task<Answer> CheckSqsAsync(ApiCall call, LegacyHookFields fields)
        => Answer.Of(await call.Grains.GetApp(call.App).CheckSqsAsync(call.Seal(fields), call.Aborted), CheckAnswer.From);

    private static Task<Answer> CheckSns(ApiCall call, Nothing nothing)
        => Task.FromResult(Answer.Of(new CheckAnswer("error", "this server sends no events to Amazon SNS; use event_hooks of type webhook or sqs")));
}
