using System.Text.Json.Serialization;
using OrleansFrames.Json;
using OrleansFrames.Users;

namespace OrleansFrames.Calls;

/// <summary>GetStream's CallResponse. <c>recording</c> is about call recording and never set here.</summary>
[GenerateSerializer, Immutable, Alias("frames.CallResponse")]
public sealed record CallResponse(
    [property: Id(0)] string Type,
    [property: Id(1)] string Id,
    [property: Id(2)] string Cid,
    [property: Id(3)] UserResponse CreatedBy,
    [property: Id(4)] DateTimeOffset CreatedAt,
    [property: Id(5)] DateTimeOffset UpdatedAt,
    [property: Id(6)] RawJson Custom,
    [property: Id(7)] RawJson Settings,
    [property: Id(8)] EgressResponse Egress,
    [property: Id(9)] string CurrentSessionId)
{
    [Id(10), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public CallSessionResponse? Session { get; init; }

    [Id(11), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset? EndedAt { get; init; }

    [Id(12), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset? StartsAt { get; init; }

    [Id(13)]
    public string? Team { get; init; }

    [Id(14)]
    public IReadOnlyList<string> BlockedUserIds { get; init; } = [];

    [Id(15)]
    public CallIngressResponse Ingress { get; init; } = CallIngressResponse.None;

    [Id(16)]
    public bool Backstage { get; init; }

    [Id(17)]
    public int? JoinAheadTimeSeconds { get; init; }

    /// <summary>For the read models alone; answers and events leave it out.</summary>
    [Id(18)]
    public IReadOnlyList<UserPermissions>? UserPermissions { get; init; }

    public bool Recording => false;

    public bool Transcribing => false;

    public bool Captioning => false;

    public bool Translating => false;
}

/// <summary>GetStream's EgressResponse; <c>frame_recording</c> is null unless it runs.</summary>
[GenerateSerializer, Immutable, Alias("frames.EgressResponse")]
public sealed record EgressResponse(
    [property: Id(0), JsonIgnore(Condition = JsonIgnoreCondition.Never)] FrameRecordingResponse? FrameRecording)
{
    public bool Broadcasting => false;

    public IReadOnlyList<string> Rtmps => [];
}

/// <summary>GetStream's FrameRecordingResponse; the only status is <c>running</c>.</summary>
[GenerateSerializer, Immutable, Alias("frames.FrameRecordingResponse")]
public sealed record FrameRecordingResponse([property: Id(0)] string Status);

/// <summary>GetStream's CallIngressResponse; this service takes no ingress, so its addresses are empty.</summary>
[GenerateSerializer, Immutable, Alias("frames.CallIngressResponse")]
public sealed record CallIngressResponse(
    [property: Id(0)] IngressAddress Rtmp,
    [property: Id(1)] IngressAddress Srt,
    [property: Id(2)] IngressAddress Whip)
{
    public static CallIngressResponse None { get; } = new(new(""), new(""), new(""));
}

[GenerateSerializer, Immutable, Alias("frames.IngressAddress")]
public sealed record IngressAddress([property: Id(0)] string Address);
