using System.Text.Json;
using OrleansFrames.Api.Input;

namespace OrleansFrames.Api.Operations;

/// <summary>How an operation treats the request's body.</summary>
internal enum BodyUse
{
    /// <summary>Never looked at.</summary>
    Ignored,

    /// <summary>Optional: whatever is no JSON object counts as none, since SDKs send nothing, <c>null</c> or an empty form.</summary>
    Lenient,

    /// <summary>A JSON object; none is <c>{}</c>.</summary>
    Json,
}

/// <summary>Whose tokens an operation takes.</summary>
internal enum Side
{
    /// <summary>Server-side tokens, and users whom the grants allow its action.</summary>
    Both,

    /// <summary>Server-side tokens alone, whatever the grants say.</summary>
    Server,

    /// <summary>Users whom the grants allow its action: there is nothing to do for a server.</summary>
    Client,

    /// <summary>Everybody who has an API key: the grants are asked by the handler, or there is nothing to protect.</summary>
    Anyone,
}

/// <param name="Name">GetStream's operation id: what error messages begin with.</param>
/// <param name="Action">The permission's action: what refusals name.</param>
/// <param name="Status">Of success.</param>
internal sealed record Operation(string Name, string Action, int Status, BodyUse Body, Side Side);

/// <summary>How a route of an operation is asked: what its document is made of.</summary>
/// <param name="Json">How it spells timestamps.</param>
/// <param name="Read">The operation's reader.</param>
internal sealed record OperationRequest(string Method, string Path, JsonSerializerOptions Json, Action<RequestInput> Read);

/// <summary>What an operation answers, for its document.</summary>
/// <param name="Type">Of the body, without <c>duration</c>; null where there is nothing else.</param>
internal sealed record OperationAnswer(Type? Type, string Summary);
