using OrleansFrames.Calls;
using OrleansFrames.Users;

namespace OrleansFrames.Ledger.Queries;

/// <summary>Which calls of an app to list.</summary>
/// <param name="Viewer">Who asks; null for a server, which sees all.</param>
/// <param name="Sort">At most two; then by cid. None: the newest first.</param>
/// <param name="Limit">At most this many, 1 to 100.</param>
/// <param name="Next">Cursor of the page before; not together with <paramref name="Prev"/>.</param>
/// <param name="Prev">Cursor of the page behind.</param>
[GenerateSerializer, Immutable, Alias("frames.CallQuery")]
public sealed record CallQuery(
    [property: Id(0)] string App,
    [property: Id(1)] CallViewer? Viewer,
    [property: Id(2)] Filter Filter,
    [property: Id(3)] IReadOnlyList<SortBy> Sort,
    [property: Id(4)] int Limit,
    [property: Id(5)] string? Next = null,
    [property: Id(6)] string? Prev = null);

/// <summary>A user who lists calls: it sees those of the calls that it made, is a member of, or whose type its role may read, that it has the right to read.</summary>
/// <param name="Cids">The only calls it may see; null for no such limit.</param>
[GenerateSerializer, Immutable, Alias("frames.CallViewer")]
public sealed record CallViewer([property: Id(0)] Actor Actor, [property: Id(1)] IReadOnlyList<string>? Cids = null);

/// <param name="OwnCapabilities">What the viewer may do in the call.</param>
[GenerateSerializer, Immutable, Alias("frames.ListedCall")]
public sealed record ListedCall([property: Id(0)] CallState State, [property: Id(1)] IReadOnlyList<string> OwnCapabilities);

/// <param name="Next">Cursor of the page behind it; null when there is none.</param>
/// <param name="Prev">Cursor of the page before it; null when there is none.</param>
[GenerateSerializer, Immutable, Alias("frames.CallPage")]
public sealed record CallPage([property: Id(0)] IReadOnlyList<ListedCall> Calls, [property: Id(1)] string? Next, [property: Id(2)] string? Prev);

/// <summary>Which members of a call to list.</summary>
/// <param name="Sort">At most one; then by user id. None: the oldest first.</param>
/// <param name="Limit">At most this many, 1 to 100.</param>
[GenerateSerializer, Immutable, Alias("frames.MemberQuery")]
public sealed record MemberQuery(
    [property: Id(0)] string App,
    [property: Id(1)] string CallCid,
    [property: Id(2)] Filter Filter,
    [property: Id(3)] IReadOnlyList<SortBy> Sort,
    [property: Id(4)] int Limit,
    [property: Id(5)] string? Next = null,
    [property: Id(6)] string? Prev = null);

[GenerateSerializer, Immutable, Alias("frames.MemberPage")]
public sealed record MemberPage([property: Id(0)] IReadOnlyList<MemberResponse> Members, [property: Id(1)] string? Next, [property: Id(2)] string? Prev);

/// <summary>Which users of an app to list.</summary>
/// <param name="Sort">At most five; then by id. None: the newest first.</param>
/// <param name="Limit">At most this many, 1 to 100.</param>
/// <param name="Offset">How many to pass over.</param>
[GenerateSerializer, Immutable, Alias("frames.UserQuery")]
public sealed record UserQuery(
    [property: Id(0)] string App,
    [property: Id(1)] Filter Filter,
    [property: Id(2)] IReadOnlyList<SortBy> Sort,
    [property: Id(3)] int Limit,
    [property: Id(4)] int Offset);

[GenerateSerializer, Immutable, Alias("frames.SortBy")]
public sealed record SortBy([property: Id(0)] string Field, [property: Id(1)] bool Descending);
