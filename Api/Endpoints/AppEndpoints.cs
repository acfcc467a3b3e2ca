using OrleansFrames.Api.Input;
using OrleansFrames.Api.Operations;
using OrleansFrames.Apps;

namespace OrleansFrames.Api.Endpoints;

internal static class AppEndpoints
{
    public static void MapApps(this ApiRoutes routes)
    {
        routes.ForServers.Get("/app", "GetApp", "ReadApp", Nothing.Read, GetAsync)
            .Answers<GetAppAnswer>("Reads the app: its hooks, and how long picture URLs live");
        routes.ForServers.Patch("/app", "UpdateApp", "UpdateApp", AppReader.Update, UpdateAsync)
            .AnswersNothing("Changes the settings of the app that are given");
    }

    private static async Task<Answer> GetAsync(ApiCall call, Nothing nothing)
        => Answer.Of(new GetAppAnswer(AppAnswer.From(call.App, await call.Grains.GetApp(call.App).GetAsync(call.Aborted))));

    private static async Task<Answer> UpdateAsync(ApiCall call, AppUpdate update)
        => Answer.Of(await call.Grains.GetApp(call.App).UpdateAsync(update, call.Aborted), _ => Answer.Nothing);
}
