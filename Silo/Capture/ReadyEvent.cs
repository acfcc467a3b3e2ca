using System.Text.Json;
using OrleansFrames.Capture;
using OrleansFrames.Json;
using OrleansFrames.Ledger;
using OrleansFrames.Users;

namespace OrleansFrames.Silo.Capture;

/// <summary>
/// The body of <c>call.frame_recording_ready</c> (GetStream's CallFrameRecordingFrameReadyEvent) without its <c>url</c>, which is minted at each attempt.
/// </summary>
/// <param name="UserSessionId">From here on members of ours, beyond the contract.</param>
/// <param name="Bytes">Size of the picture in bytes.</param>
/// <param name="Sha256">Lower-case hex.</param>
internal sealed record ReadyEvent(
    string Type,
    string CallCid,
    string SessionId,
    string EgressId,
    TrackType TrackType,
    DateTimeOffset CapturedAt,
    DateTimeOffset CreatedAt,
    IReadOnlyDictionary<string, UserResponse> Users,
    string UserSessionId,
    long Tick,
    DateTimeOffset DueAt,
    DateTimeOffset? StoredAt,
    int? Bytes,
    int? Width,
    int? Height,
    string? Sha256)
{
    private const string Name = "call.frame_recording_ready";

    /// <summary>The event of a captured tick; the same tick always has the same event id.</summary>
    public static EventRow Of(TickRow row, CaptureSpec spec, UserResponse user, DateTimeOffset now)
    {
        var capturedAt = row.CapturedAt!.Value;

        // The picture itself proves that the user was there.
        var active = user.LastActive > capturedAt ? user : user with { LastActive = capturedAt };
        ReadyEvent body = new(
            Name, row.CallCid, spec.SessionId, row.EgressId, row.TrackType, capturedAt, now,
            new Dictionary<string, UserResponse> { [user.Id] = active },
            row.UserSessionId, row.Tick, row.DueAt, row.StoredAt, row.Bytes, row.Width, row.Height, row.Sha256);
        return new(row.EventId!.Value, row.App, 0, row.CallCid, Name, now, JsonSerializer.Serialize(body, FramesJson.Rfc3339));
    }

    public static Guid IdOf(TickOrder order)
        => NameUuid.Create(NameUuid.Create(Guid.Empty, order.Spec.EgressId), $"{order.Spec.TrackKey}/{order.Tick}");
}
