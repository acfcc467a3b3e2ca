namespace OrleansFrames.EndToEnd.Tests.Hosts;

/// <summary>How a library of GetStream's, or the page's curl, puts a request on the wire.</summary>
/// <param name="Prefix">Before the path of an operation.</param>
/// <param name="Headers">Beside token and framing.</param>
/// <param name="Start">Headers and body of a start without arguments.</param>
/// <param name="Stop">The same of a stop.</param>
/// <param name="CallType">The body of the page's example that makes a call type record by itself.</param>
/// <param name="IsClient">Whether a user acts, with a user's token.</param>
internal sealed record SdkForm(
    string Name, string Prefix, string Headers, (string Headers, string? Body) Start, (string Headers, string? Body) Stop, string CallType, bool IsClient = false)
{
    private const string Json = "Content-Type: application/json\n";
    private const string Form = "Content-Type: application/x-www-form-urlencoded\n";
    private const string Full = """{"settings":{"frame_recording":{"mode":"auto-on","capture_interval_in_seconds":5,"quality":"720p"}}}""";
    private const string WithoutQuality = """{"settings":{"frame_recording":{"mode":"auto-on","capture_interval_in_seconds":2}}}""";

    public static IReadOnlyList<SdkForm> All { get; } =
    [
        new("node", "/api/v2/video", "X-Stream-Client: stream-node-0.7.64\nstream-auth-type: jwt\nx-client-request-id: 4f1c8c5e-8c1e-4bd0-8f19-3c1f0d9e6a11\nAccept-Encoding: identity\n",
            (Json, "{}"), (Json, ""), Full),
        new("browser", "/video", "X-Stream-Client: stream-video-plain_javascript-v1.60.0|client_bundle=node-cjs\nstream-auth-type: jwt\n",
            (Form, ""), (Form, ""), Full, IsClient: true),
        new("python", "/api/v2/video", "X-Stream-Client: stream-python-client-4.1.0\nstream-auth-type: jwt\n",
            (Json, "{}"), ("", ""), Full),
        new("go", "/api/v2/video", "X-Stream-Client: stream-go-client-v5.3.0\nStream-Auth-Type: jwt\n",
            (Json, "{}"), (Json, "null"), WithoutQuality),
        new("dotnet", "/api/v2/video", "X-Stream-Client: getstream-net-15.0.0\nstream-auth-type: jwt\n",
            ("Content-Type: application/json; charset=utf-8\n", "{}"), ("", null), Full),
        new("curl", "/api/v2/video", "User-Agent: curl/8.5.0\nAccept: */*\nstream-auth-type: jwt\n",
            ("", null), ("", null), WithoutQuality),
    ];

    public static SdkForm Of(string name) => All.Single(form => form.Name == name);

    /// <param name="user">Who acts where a user does.</param>
    /// <param name="path">Below the prefix, colons escaped as the library does.</param>
    public string Head(string method, string path, string user, string headers)
        => $"{method} {Prefix}{path}?api_key={SiloProcess.ApiKey} HTTP/1.1\nAuthorization: {(IsClient ? Tokens.Of(user) : Tokens.Server)}\n{Headers}{headers}";
}
