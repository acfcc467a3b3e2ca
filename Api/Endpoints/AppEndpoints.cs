using OrleansFrames.Api.Auth;
using OrleansFrames.Api.Input;
using OrleansFrames.Api.Operations;
using OrleansFrames.Apps;

namespace OrleansFrames.Api.Endpoints;

internal static class AppEndpoints
{
    public static void MapApps(this ApiRoutes routes, RecentSettings recent)
    {
        routes.ForServers.Get("/app", "GetApp", "ReadApp", Nothing.Read, GetAsync)
            .Answers<GetAppAnswer>("Reads the app: its hooks, call types, grants and switches");
        routes.ForServers.Patch("/app", "UpdateApp", "UpdateApp", AppReader.Update, (call, update) => UpdateAsync(call, update, recent))
            .AnswersNothing("Changes the settings of the app that are given");
        routes.ForServers.Post("/check_sqs", "CheckSQS", "UpdateApp", AppReader.CheckSqs, CheckSqsAsync)
            .Answers<CheckAnswer>("Sends a test message to a queue of Amazon SQS");
        routes.ForServers.Post("/check_event_hook", "CheckEventHook", "UpdateApp", EventHookReader.Read, CheckHookAsync)
            .Answers<CheckAnswer>("Sends a test event to a hook, stored or not");
        routes.ForServers.Post("/check_sns", "CheckSNS", "UpdateApp", Nothing.Read, CheckSns)
            .Answers<CheckAnswer>("Says that Amazon SNS is not served");
    }

    private static async Task<Answer> GetAsync(ApiCall call, Nothing nothing)
    {
        var app = call.Grains.GetApp(call.App);
        var callTypes = await app.ListCallTypesAsync(call.Aborted);
        return Answer.Of(new GetAppAnswer(AppAnswer.From(call.App, await app.GetAsync(call.Aborted), callTypes)));
    }

    private static async Task<Answer> UpdateAsync(ApiCall call, AppUpdate update, RecentSettings recent)
    {
        var updated = await call.Grains.GetApp(call.App).UpdateAsync(call.Seal(update), call.Aborted);
        if (updated.Value is { } settings)
        {
            recent.Set(call.App, settings);
        }

        return Answer.Of(updated, _ => Answer.Nothing);
    }

    private static async Task<Answer> CheckSqsAsync(ApiCall call, LegacyHookFields fields)
        => Answer.Of(await call.Grains.GetApp(call.App).CheckSqsAsync(call.Seal(fields), call.Aborted), CheckAnswer.From);

    private static async Task<Answer> CheckHookAsync(ApiCall call, EventHook hook)
        => Answer.Of(await call.Grains.GetApp(call.App).CheckHookAsync(call.Seal(hook), call.Aborted), CheckAnswer.From);

    private static Task<Answer> CheckSns(ApiCall call, Nothing nothing)
        => Task.FromResult(Answer.Of(new CheckAnswer("error", "this server sends no events to Amazon SNS; use event_hooks of type webhook, sqs or azure_service_bus")));
}
