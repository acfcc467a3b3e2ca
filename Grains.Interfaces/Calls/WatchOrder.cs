using OrleansFrames.Users;

namespace OrleansFrames.Calls;

/// <summary>A client's connection is to be told of what happens in these calls.</summary>
/// <param name="ConnectionId">As the client knows it.</param>
/// <param name="Actor">Who asked; it may read the calls, or could when it asked.</param>
/// <param name="CallCids">As <c>type:id</c>.</param>
[GenerateSerializer, Immutable, Alias("frames.WatchOrder")]
public sealed record WatchOrder(
    [property: Id(0)] string ConnectionId,
    [property: Id(1)] Actor Actor,
    [property: Id(2)] IReadOnlyList<string> CallCids);
