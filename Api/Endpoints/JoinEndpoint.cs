using OrleansFrames.Api.Input;
using OrleansFrames.Api.Operations;

namespace OrleansFrames.Api.Endpoints;

/// <summary>What GetStream's clients ask to be let into a call's media, which is none of this service's.</summary>
internal static class JoinEndpoint
{
    // Nothing is told of the call, and nothing changes: there is nothing to protect.
    public static void MapJoin(this ApiRoutes routes)
        => routes.ForAnyone.Post("/video/call/{type}/{id}/join", "JoinCall", "JoinCall", Nothing.Read, RefuseAsync, BodyUse.Ignored)
            .AnswersNothing("Refuses, and says where media is joined: at the media server");

    private static Task<Answer> RefuseAsync(ApiCall call, Nothing nothing) => Task.FromResult(new Answer(null, Refusal.Unsupported(
        "this service records frames and carries no media: join the call at its media server, which tells this service who is in it")));
}
