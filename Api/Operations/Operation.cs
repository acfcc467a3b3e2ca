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
