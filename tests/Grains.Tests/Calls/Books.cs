using OrleansFrames.Calls;
using OrleansFrames.CallTypes;
using OrleansFrames.Capture;
using OrleansFrames.Json;

namespace OrleansFrames.Grains.Tests.Calls;

/// <summary>Books of calls for tests of the pure transitions.</summary>
internal static class Books
{
    public const string App = "app";
    public const string Cid = "default:c1";

    public static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static readonly PublishedTrack Camera = new(TrackType.Video, new TrackSource("rtsp://camera/1"), Muted: false);

    public static readonly PublishedTrack Screen = new(TrackType.ScreenShare, new TrackSource("rtsp://screen/1"), Muted: false);

    public static CallBook Empty { get; } = new() { CreatedById = "maker", CreatedAt = Now, UpdatedAt = Now, Settings = BuiltInCallTypes.Settings("default") };

    public static ParticipantRequest Request(string user, int? ttl = null, params PublishedTrack[] tracks) => new($"{user}-s1", user, null, ttl, tracks);

    public static CallBook With(this CallBook book, string settings)
        => book with { Settings = CallSettings.Overlay(book.Settings, new RawJson(settings), "settings").Value };

    public static CallBook Put(this CallBook book, ParticipantRequest request, DateTimeOffset? now = null)
        => Participation.Put(book, request, "user", App, Cid, now ?? Now, () => "session-1").Value!;

    public static CallBook Put(this CallBook book, string user, params PublishedTrack[] tracks) => book.Put(Request(user, null, tracks));

    public static CallBook Remove(this CallBook book, string user, DateTimeOffset? now = null)
        => Participation.Remove(book, book.Session!.Participants.Single(one => one.UserId == user), App, Cid, now ?? Now);

    public static CallBook Start(this CallBook book, DateTimeOffset? now = null)
        => EgressMachine.Start(book, new StartFrameRecording(null), "egress-1", now ?? Now).Value!;

    public static CallBook Stop(this CallBook book, DateTimeOffset? now = null) => EgressMachine.Stop(book, App, Cid, now ?? Now).Value!;

    /// <summary>The stopping recording's tracks have all left.</summary>
    public static CallBook Finish(this CallBook book) => EgressMachine.Finish(book with { Egress = book.Egress! with { Leaving = [] } });

    public static string[] Leaving(this CallBook book) => [.. book.Egress!.Leaving.Select(track => track.Spec.TrackKey)];

    /// <summary>A user's camera, to be put as it is.</summary>
    public static PublishedTrack CameraOf(this CallBook book, string user)
    {
        var camera = book.Session!.Participants.Single(one => one.UserId == user).Tracks.Single(track => track.TrackType == TrackType.Video);
        return new(camera.TrackType, camera.Source, camera.Muted);
    }

    public static string KeyOf(string user, TrackType track = TrackType.Video) => TrackKeys.Of(user, $"{user}-s1", track);
}
