using System.Net;
using OrleansFrames.EndToEnd.Tests.Hosts;

namespace OrleansFrames.EndToEnd.Tests;

/// <summary>What a user's backend meets when it asks for something wrong.</summary>
public sealed class ContractTests
{
    private const string CallPath = "video/call/default/contract";

    [Fact]
    public async Task Refusals_HaveTheirCodesAndFields_AndLeaveNothingBehind()
    {
        await using var silo = await SiloProcess.StartAsync();
        var api = silo.Api;
        await DefaultsHoldAsync(api);
        foreach (var (field, value) in Bad())
        {
            var settings = new { FrameRecording = new Dictionary<string, object> { [field] = value } };
            await RefusedAsync(api, HttpMethod.Put, "video/calltypes/default", new { Settings = settings }, $"settings.frame_recording.{field}");
        }

        await DefaultsHoldAsync(api);
        await FailsAsync(api, HttpMethod.Get, CallPath, HttpStatusCode.NotFound, 16);
        await FailsAsync(api, HttpMethod.Post, $"{CallPath}/start_frame_recording", HttpStatusCode.NotFound, 16);
        var call = await Call.MakeAsync(api, "contract", interval: 60);
        await FailsAsync(api, HttpMethod.Post, $"{CallPath}/start_frame_recording", HttpStatusCode.BadRequest, 4, "there is no active session");
        await FailsAsync(api, HttpMethod.Post, $"{CallPath}/stop_frame_recording", HttpStatusCode.BadRequest, 4, "call egress is not running");
        await call.PutAsync("nobody", "rtsp://127.0.0.1:1/none");
        await call.StartAsync();
        await FailsAsync(api, HttpMethod.Post, $"{CallPath}/start_frame_recording", HttpStatusCode.BadRequest, 4, "already running");
        await call.StopAsync();
        await FailsAsync(api, HttpMethod.Post, $"{CallPath}/stop_frame_recording", HttpStatusCode.BadRequest, 4, "call egress is not running");
    }

    private static IEnumerable<(string Field, object Value)> Bad()
        => [("capture_interval_in_seconds", 1), ("capture_interval_in_seconds", 61), ("capture_interval_in_seconds", 0),
            ("capture_interval_in_seconds", "often"), ("quality", "4k"), ("mode", "sometimes")];

    private static async Task DefaultsHoldAsync(ApiClient api)
    {
        var group = (await api.SendAsync(HttpMethod.Get, "video/calltypes/default")).GetProperty("settings").GetProperty("frame_recording");
        Assert.Equal("available", group.GetProperty("mode").GetString());
        Assert.Equal(3, group.GetProperty("capture_interval_in_seconds").GetInt32());
        Assert.Equal("720p", group.GetProperty("quality").GetString());
    }

    private static async Task RefusedAsync(ApiClient api, HttpMethod method, string path, object body, string field)
    {
        var (status, answer) = await api.TrySendAsync(method, path, body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(4, answer.GetProperty("code").GetInt32());
        Assert.True(answer.GetProperty("exception_fields").TryGetProperty(field, out _), answer.ToString());
    }

    private static async Task FailsAsync(ApiClient api, HttpMethod method, string path, HttpStatusCode status, int code, string text = "")
    {
        var (actual, answer) = await api.TrySendAsync(method, path);
        Assert.Equal(status, actual);
        Assert.Equal(code, answer.GetProperty("code").GetInt32());
        Assert.Contains(text, answer.GetProperty("message").GetString(), StringComparison.Ordinal);
    }
}
