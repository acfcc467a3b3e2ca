namespace OrleansFrames.Silo.Quickstart;

/// <summary>What a new user needs first: key, secret, token, and the four requests in order.</summary>
internal static class Banner
{
    public static string Of(string address, string apiKey, string secret, string consoleTicket)
    {
        var token = ServerToken.Of(secret);
        var head = $"-H 'Authorization: {token}' -H 'stream-auth-type: jwt' -H 'Content-Type: application/json'";
        string Curl(string method, string path, string? body = null)
            => $"  curl -X {method} {head} {Quoted($"{address}/api/v2/{path}?api_key={apiKey}")}{(body is null ? "" : $" -d {Quoted(body)}")}";
        return $$"""
            OrleansFrames listens at {{address}}
              console       {{address}}/console?ticket={{consoleTicket}} (once; then sign in with key and secret)
              api key       {{apiKey}}
              api secret    {{secret}}
              server token  {{token}}
            1. a webhook for the events
            {{Curl("PATCH", "app", """{"event_hooks":[{"hook_type":"webhook","enabled":true,"webhook_url":"http://127.0.0.1:9000/"}]}""")}}
            2. a call, and a participant with a camera
            {{Curl("POST", "video/call/default/first", """{"data":{"created_by_id":"server"}}""")}}
            {{Curl("PUT", "video/call/default/first/participants/front-door", """{"user_id":"front-door","tracks":[{"track_type":"TRACK_TYPE_VIDEO","url":"rtsp://user:password@camera:554/stream"}]}""")}}
            3. start frame recording
            {{Curl("POST", "video/call/default/first/start_frame_recording")}}
            4. list the frames
            {{Curl("GET", "video/call/default/first/frames")}}
            """;
    }

    /// <summary>As one word of a shell, whatever it holds.</summary>
    private static string Quoted(string text) => $"'{text.Replace("'", """'\''""", StringComparison.Ordinal)}'";
}
