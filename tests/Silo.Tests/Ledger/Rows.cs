using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OrleansFrames.Apps;
using OrleansFrames.Capture;
using OrleansFrames.Ledger;

namespace OrleansFrames.Silo.Tests.Ledger;

internal static class Rows
{
    public const string App = "app-1";
    public const string Call = "default:standup";
    public const string Egress = "egress-1";
    public const string Track = "track-1";

    public static DateTimeOffset Start { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static TickRow Tick(long tick, TickOutcome outcome, string egress = Egress, string track = Track, string app = App, string user = "ann") => new(
        egress, track, tick, app, Call, user, $"session-of-{user}", TrackType.Video, Start.AddSeconds(3 * tick), outcome);

    public static TickRow Failed(long tick, FailureReason reason, string egress = Egress, string track = Track)
        => Tick(tick, TickOutcome.Failed, egress, track) with { Reason = reason, Detail = "what to check" };

    public static TickRow Lost(long tick, string egress = Egress, string track = Track)
        => Failed(tick, FailureReason.SiloLost, egress, track) with { Provisional = true };

    /// <param name="picture">Other text, other picture.</param>
    public static TickRow Captured(long tick, string egress = Egress, string track = Track, string app = App, string user = "ann", string picture = "")
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{egress}/{track}/{tick}/{picture}")));
        return Tick(tick, TickOutcome.Captured, egress, track, app, user) with
        {
            EventId = Id($"{egress}/{track}/{tick}"),
            ObjectKey = string.Create(CultureInfo.InvariantCulture, $"{egress}/{track}/{tick:D8}-{hash[..16]}.jpg"),
            CapturedAt = Start.AddSeconds(3 * tick).AddTicks(1_234_567),
            StoredAt = Start.AddSeconds(3 * tick).AddTicks(2_345_678),
            Mode = "key",
            Clock = "arrival",
            Bytes = 48_123,
            Width = 1280,
            Height = 720,
            Sha256 = hash,
        };
    }

    public static EventRow Announcement(TickRow tick)
        => new(tick.EventId!.Value, tick.App, 0, tick.CallCid, "call.frame_recording_ready", tick.CapturedAt!.Value, $$"""{"tick":{{tick.Tick}}}""");

    public static EventRow Event(string name, string type = "call.session_started", string app = App)
        => new(Id($"{app}/{name}"), app, 0, Call, type, Start, $$"""{"type":"{{type}}","name":"{{name}}"}""");

    public static EventHook Hook(string id, bool enabled = true, string product = "video", params string[] types)
        => new(id, "webhook", enabled, types, product, "https://example.com/hook-of-" + id, 6000, Start, Start);

    public static EgressRow Recording(string egress = Egress, string app = App, DateTimeOffset? endedAt = null) => new(
        egress, app, Call, "session-1", Start, endedAt, endedAt is null ? "running" : "idle", null, "",
        [new(0, Start, 3, 720), new(10, Start.AddSeconds(30), 5, 480)]);

    public static Guid Id(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
}
