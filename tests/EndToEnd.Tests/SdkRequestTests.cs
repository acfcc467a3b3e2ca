using System.Globalization;
using System.Text.Json;
using OrleansFrames.EndToEnd.Tests.Hosts;

namespace OrleansFrames.EndToEnd.Tests;

/// <summary>
/// Requests as the libraries of each language put them on the wire, where they differ: escaped paths, spellings of dates, integers that were never set,
/// bodies that are null, empty or of another type.
/// </summary>
public sealed class SdkRequestTests(RunningSilo running) : IClassFixture<RunningSilo>
{
    private const string Json = "Content-Type: application/json\n";
    private const string Form = "Content-Type: application/x-www-form-urlencoded\n";
    private const string Utf8 = "Content-Type: application/json; charset=utf-8\n";
    private const long Starts = 1_935_817_689_120_000_000;

    /// <summary>Library, request line below its prefix (CALL is a call that there is), headers, body, and the status of the answer.</summary>
    public static TheoryData<string, string, string, string, string?, int> Requests => new()
    {
        { "node", "GET", "CALL", Json, null, 200 },
        { "node", "POST", "CALL/mark_ended", Json, "", 201 },
        { "node", "POST", "CALL/delete", Json, "{}", 201 },
        { "node", "POST", "CALL/block", Json, """{"user_id":"eve"}""", 201 },
        { "python", "GET", "CALL", "", null, 200 },
        { "python", "POST", "CALL/mark_ended", "", "", 201 },
        { "python", "POST", "CALL/delete", Json, "{}", 201 },
        { "python", "GET", "/call/default/shape%2Dno", "", null, 404 },
        { "python", "GET", "/call/default/shape%3Ano", "", null, 400 },
        { "python", "GET", "/call/default/shape%2Fno", "", null, 400 },
        { "go", "GET", "/call/default/shape+no", "", null, 400 },
        { "go", "POST", "CALL", Json, "null", 201 },
        { "go", "POST", "CALL", Json, """{"members_limit":0,"data":{"created_by_id":"tester"}}""", 201 },
        { "go", "POST", "CALL/mark_ended", Json, "null", 201 },
        { "go", "POST", "CALL/delete", Json, "null", 201 },
        { "go", "POST", "CALL/participants", Json, """{"filter_conditions":{}}""", 201 },
        { "go", "POST", "/calls", Json, """{"limit":0}""", 201 },
        { "go", "PUT", "/calltypes/development", Json, """{"settings":{"frame_recording":{"capture_interval_in_seconds":0,"mode":"available"}}}""", 400 },
        { "go", "PUT", "/calltypes/development", Json, """{"settings":{"frame_recording":{"capture_interval_in_seconds":2,"mode":"available"}},"grants":null}""", 201 },
        { "dotnet", "POST", "CALL/mark_ended", "", null, 201 },
        { "dotnet", "POST", "CALL/delete", Utf8, """{"hard":false}""", 201 },
        { "dotnet", "POST", "/call/members", Utf8, """{"id":"CALL_ID","type":"default","limit":0}""", 201 },
        { "dotnet", "PUT", "/calltypes/development", Utf8, """{"settings":{"frame_recording":{"capture_interval_in_seconds":0,"mode":"auto-on"}}}""", 400 },
        { "browser", "GET", "CALL", "", null, 200 },
        { "browser", "POST", "CALL/mark_ended", Form, "", 201 },
        { "browser", "POST", "CALL/unblock", Json, """{"user_id":"eve"}""", 201 },
        { "browser", "POST", "/calls", Json, """{"filter_conditions":{"cid":{"$in":["default:CALL_ID"]}},"watch":true}""", 201 },
        { "curl", "POST", "CALL/mark_ended", "", null, 201 },
        { "curl", "POST", "CALL/block", Form, """{"user_id":"eve"}""", 201 },
    };

    /// <summary>Library and its spelling of one and the same time.</summary>
    public static TheoryData<string, string, string> Dates => new()
    {
        { "node", Json, "\"2031-05-06T07:08:09.120Z\"" },
        { "python", Json, "\"2031-05-06T07:08:09.120000+00:00\"" },
        { "go", Json, "\"2031-05-06T09:08:09.12+02:00\"" },
        { "dotnet", Utf8, "1935817689120000000" },
        { "browser", Json, "\"2031-05-06T07:08:09.120Z\"" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task EveryShape_IsTakenForWhatItIs(string name, string method, string path, string headers, string? body, int status)
    {
        var (form, id) = (SdkForm.Of(name), $"shape-{Guid.NewGuid():N}");
        await BossAsync(id);
        var (found, answer) = await Wire.SendAsync(
            running.Port, form.Head(method, path.Replace("CALL", $"/call/default/{id}", StringComparison.Ordinal), "boss", headers), body?.Replace("CALL_ID", id, StringComparison.Ordinal));
        Assert.True(found == status, $"{found} {answer}");
        Assert.EndsWith("ms", answer.GetProperty("duration").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Dates))]
    public async Task EveryDate_IsTheSameTime(string name, string headers, string spelled)
    {
        var (form, id) = (SdkForm.Of(name), $"date-{name}");
        await BossAsync(id);
        var (status, answer) = await Wire.SendAsync(running.Port, form.Head("PATCH", $"/call/default/{id}", "boss", headers), $$"""{"starts_at":{{spelled}}}""");
        Assert.True(status == 200, answer.ToString());
        var read = await running.Api.SendAsync(HttpMethod.Get, $"video/call/default/{id}");
        Assert.Equal(Starts.ToString(CultureInfo.InvariantCulture), read.GetProperty("call").GetProperty("starts_at").GetRawText());
        Assert.Equal(form.IsClient ? JsonValueKind.String : JsonValueKind.Number, answer.GetProperty("call").GetProperty("starts_at").ValueKind);
    }

    /// <summary>A call, and a user who may do everything in it.</summary>
    private async Task BossAsync(string id)
    {
        await running.Api.SendAsync(HttpMethod.Post, "users", new { Users = new Dictionary<string, object> { ["boss"] = new { Id = "boss", Role = "admin" } } });
        await Call.MakeAsync(running.Api, id, interval: 60);
    }
}
