using OrleansFrames.Api.Input;
using OrleansFrames.Delivery;

namespace OrleansFrames.Api.Endpoints;

/// <summary>Reads which events are sent again.</summary>
internal static class ReplayReader
{
    private const int MostIds = 1_000;

    /// <summary>The app is the caller's.</summary>
    public static ReplayRequest Read(RequestInput input)
    {
        var body = input.Body;
        var ids = body.Texts("event_ids", MostIds);
        var (first, last, since) = (body.Whole("first_seq", 1), body.Whole("last_seq", 1), body.Time("dead_since"));
        if (new[] { ids is not null, first is not null || last is not null, since is not null }.Count(given => given) != 1)
        {
            body.Refuse("event_ids", "give either event_ids, or first_seq and last_seq, or dead_since");
        }
        else if (since is null && ids is null && !(first <= last))
        {
            body.Refuse("last_seq", "first_seq and last_seq are both required, and the first is not above the last");
        }

        return new("", ids is null ? null : Guids(body, ids), first, last, since, body.Text("hook_id", longest: 64));
    }

    private static Guid[] Guids(JsonFields body, IReadOnlyList<string> ids)
    {
        var guids = new Guid[ids.Count];
        for (var index = 0; index < ids.Count; index++)
        {
            if (!Guid.TryParse(ids[index], out guids[index]))
            {
                body.Refuse($"event_ids[{index}]", "must be the id of an event");
            }
        }

        return guids;
    }
}
