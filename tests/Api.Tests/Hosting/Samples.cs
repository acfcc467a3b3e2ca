using OrleansFrames.Apps;
using OrleansFrames.Calls;
using OrleansFrames.CallTypes;
using OrleansFrames.Capture;
using OrleansFrames.Json;
using OrleansFrames.Ledger;
using OrleansFrames.Storage;
using OrleansFrames.Users;

namespace OrleansFrames.Api.Tests.Hosting;

/// <summary>What the fake grains answer.</summary>
internal static class Samples
{
    public const int Members = 3;

    /// <summary>As tests expect it in nanoseconds and in RFC 3339.</summary>
    public const long Nanoseconds = 1_739_178_937_957_849_800;
    public const string Rfc3339 = "2025-02-10T09:15:37.9578498Z";

    public static DateTimeOffset Time { get; } = DateTimeOffset.UnixEpoch.AddTicks(Nanoseconds / 100);

    public static RoleResponse Role(string name) => new(name, true, ["video:default"], Time, Time);

    public static EventHook Hook { get; } = new("h1", "webhook", true, ["call.frame_recording_ready"], "video", "http://127.0.0.1:1/", 6_000, Time, Time);

    public static AppSettings App { get; } = new([Hook, new("h2", "sqs", true, [], "all", null, null, Time, Time) { SqsQueueUrl = "http://q/1/a", SqsKey = "AK", SqsSecret = "c2VhbGVk" }], 1_209_600)
    {
        LegacyWebhook = new("legacy-webhook", "webhook", true, ["call.ended"], "all", "http://w/", null, Time, Time),
        LegacySqs = new("legacy-sqs", "sqs", true, [], "all", null, null, Time, Time) { SqsQueueUrl = "http://q/1/b", SqsKey = "AK", SqsSecret = "c2VhbGVk" },
    };

    public static ExternalStorage Storage { get; } = new("archive", StorageType.S3, "frames", "calls/", "c2VhbGVk");

    public static TickView Captured { get; } = new(
        new("e1", "t1", 4, "app", "default:c", "anna", "s1", TrackType.Video, Time, TickOutcome.Captured)
        {
            Mode = "key",
            Clock = "arrival",
            CapturedAt = Time,
            StoredAt = Time,
            EventId = Guid.Parse("018f0000-0000-7000-8000-000000000001"),
            ObjectKey = "e1/t1/00000004-00.jpg",
            Bytes = 1_234,
            Width = 1_280,
            Height = 720,
            Sha256 = "ab",
        },
        "http://127.0.0.1/frames/app/e1/t1/00000004-00.jpg?exp=1&kid=k&sig=s");

    public static TickView Failed { get; } = new(
        new("e1", "t1", 3, "app", "default:c", "anna", "s1", TrackType.ScreenShare, Time, TickOutcome.Failed)
        {
            Reason = FailureReason.NoKeyframe,
            Detail = "no key frame in 5 s",
        },
        null);

    public static LedgerAccount Account { get; } = new(
        [Egress("e0"), Egress("e1")],
        [new("e0", "t1", "anna", TrackType.Video, "captured", 10), new("e1", "t1", "anna", TrackType.Video, "failed(no_keyframe)", 1), new("e1", "t2", "bert", TrackType.Video, "captured", 2)]);

    public static EgressSummary[] Recordings { get; } =
    [
        new("e1", "default:c", "s2", Time.AddHours(1), null, "running", null),
        new("e0", "default:c", "s1", Time, Time.AddMinutes(1), "failed", "store"),
    ];

    public static UserResponse User(string id) => new(id, "user") { CreatedAt = Time, UpdatedAt = Time };

    public static CallParticipantResponse Participant { get; } = new("s1", User("anna"), "host", Time);

    public static CallTypeResponse CallType(string name)
        => new(name, Time, Time, new Dictionary<string, IReadOnlyList<string>> { ["user"] = ["join-call"] }, new("""{"audio":{}}"""), new("{}"), null);

    public static CallState Call(string type, string id)
    {
        var call = new CallResponse(
            type, id, $"{type}:{id}", User("anna"), Time, Time, RawJson.EmptyObject, new("""{"frame_recording":{"mode":"available"}}"""), new(null), "");
        var members = Enumerable.Range(1, Members).Select(n => new MemberResponse($"m{n}", User($"m{n}"), "call_member", RawJson.EmptyObject, Time, Time));
        return new(call, [.. members], Created: true);
    }

    public static EventRow Event(long seq, string payload) => new(Guid.Empty, "app", seq, "default:c", "call.frame_recording_started", Time, payload);

    private static EgressRow Egress(string id) => new(id, "app", "default:c", "s", Time, null, "running", null, "", [new(0, Time, 3, 720)]);
}
