using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OrleansFrames.Silo.Tests.Capture;

/// <summary>The ready event member by member, against the sample of GetStream's documentation and the contract's schema.</summary>
public sealed partial class ReadyEventTests : IDisposable
{
    // GetStream's sample, values shortened; the delivery adds the url.
    private const string Sample = """
        {
          "call_cid": "default:e6fd0221", "captured_at": "2025-02-10T09:15:37.95784985Z", "created_at": "2025-02-10T09:15:44.252969252Z",
          "session_id": "e48dd421", "track_type": "TRACK_TYPE_VIDEO", "type": "call.frame_recording_ready",
          "users": {
            "ada": {
              "banned": false, "blocked_user_ids": [], "created_at": "2023-11-24T15:32:08.327662Z", "id": "ada", "image": "...", "invisible": false,
              "language": "", "last_active": "2025-02-10T09:15:39.515802276Z", "name": "Tommaso Barbugli", "online": true, "role": "user",
              "shadow_banned": false, "teams": [], "updated_at": "2024-05-10T14:11:48.986736Z"
            }
          }
        }
        """;

    private readonly PipelineHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task EveryMemberOfTheSample_IsThereInItsKind()
    {
        using var sample = JsonDocument.Parse(Sample);
        var payload = await PayloadAsync();

        Same(sample.RootElement, payload, "$");
    }

    [Fact]
    public async Task Members_AreTheSamplesAndTheDocumentedOnes()
    {
        using var sample = JsonDocument.Parse(Sample);
        var payload = await PayloadAsync();

        // The url is minted at each attempt.
        Assert.Equal(
            Names(sample.RootElement)
                .Concat(["egress_id", "user_session_id", "tick", "due_at", "stored_at", "bytes", "width", "height", "sha256"])
                .Order(),
            Names(payload).Order());
        Assert.Equal(
            Names(sample.RootElement.GetProperty("users").GetProperty("ada")).Append("custom").Order(),
            Names(payload.GetProperty("users").GetProperty("ada")).Order());
    }

    [Fact]
    public async Task User_IsAsLastUpserted()
    {
        _host.User = _host.User with
        {
            Name = "Ada L.",
            Image = "https://example.com/2.png",
            Role = "moderator",
            Teams = ["red", "blue"],
            Custom = new("""{"seat":4}"""),
            Banned = true,
            BanExpires = PipelineHost.Now.AddHours(1),
        };

        var user = (await PayloadAsync()).GetProperty("users").GetProperty("ada");
        Assert.Equal(("Ada L.", "https://example.com/2.png", "moderator"), (Text(user, "name"), Text(user, "image"), Text(user, "role")));
        Assert.Equal("""["red","blue"]""", user.GetProperty("teams").GetRawText());
        Assert.Equal("""{"seat":4}""", user.GetProperty("custom").GetRawText());
        Assert.True(user.GetProperty("banned").GetBoolean());
        Assert.Equal("2026-03-01T13:00:00Z", Text(user, "ban_expires"));
        Assert.True(user.GetProperty("online").GetBoolean());
    }

    /// <summary>The picture was taken 40 ms before: that is when she was there.</summary>
    [Theory]
    [InlineData(null, "2026-03-01T11:59:59.96Z")]
    [InlineData(-7_000, "2026-03-01T11:59:59.96Z")]
    [InlineData(-10, "2026-03-01T11:59:59.99Z")]
    public async Task LastActive_IsThePicturesTimeUnlessSheWasActiveLater(int? milliseconds, string expected)
    {
        _host.User = _host.User with { LastActive = milliseconds is { } ago ? PipelineHost.Now.AddMilliseconds(ago) : null };

        Assert.Equal(expected, Text((await PayloadAsync()).GetProperty("users").GetProperty("ada"), "last_active"));
    }

    [Fact]
    public async Task Values_AreTheTicks()
    {
        var payload = await PayloadAsync();

        Assert.Equal("call.frame_recording_ready", payload.GetProperty("type").GetString());
        Assert.Equal("default:c1", payload.GetProperty("call_cid").GetString());
        Assert.Equal("session-1", payload.GetProperty("session_id").GetString());
        Assert.Equal("egress-1", payload.GetProperty("egress_id").GetString());
        Assert.Equal("TRACK_TYPE_VIDEO", payload.GetProperty("track_type").GetString());
        Assert.Equal("2026-03-01T11:59:59.96Z", payload.GetProperty("captured_at").GetString());
        Assert.Equal("2026-03-01T12:00:00Z", payload.GetProperty("created_at").GetString());
        var user = Assert.Single(payload.GetProperty("users").EnumerateObject());
        Assert.Equal("ada", user.Name);
        Assert.Equal("Ada", user.Value.GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Object, user.Value.GetProperty("custom").ValueKind);
        Assert.Equal(
            ["ada-phone", "7", "2026-03-01T12:00:00Z", "2026-03-01T12:00:00Z", "7", "1280", "720"],
            ((string[])["user_session_id", "tick", "due_at", "stored_at", "bytes", "width", "height"]).Select(name => payload.GetProperty(name).ToString()));
        Assert.Equal(64, payload.GetProperty("sha256").GetString()!.Length);
    }

    /// <summary>It is minted at each attempt; one that were kept would outlive its signature.</summary>
    [Fact]
    public async Task NothingInIt_IsAUrlOfThePictureOrTheCamera()
    {
        var payload = await PayloadAsync();

        Assert.False(payload.TryGetProperty("url", out _));
        Assert.DoesNotContain("rtsp:", payload.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("/frames/", payload.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_InAnyScript_StaysAsItIs()
    {
        _host.User = _host.User with { Name = "Ådå \"<客厅>\" 😀" };

        Assert.Equal("Ådå \"<客厅>\" 😀", (await PayloadAsync()).GetProperty("users").GetProperty("ada").GetProperty("name").GetString());
    }

    private static void Same(JsonElement sample, JsonElement actual, string path)
    {
        Assert.True(Kind(sample) == Kind(actual), $"{path} is {actual.ValueKind}, in the sample {sample.ValueKind}");
        if (sample.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in sample.EnumerateObject())
            {
                Assert.True(actual.TryGetProperty(member.Name, out var mine), $"{path}.{member.Name} is missing");
                Same(member.Value, mine, $"{path}.{member.Name}");
            }
        }
        else if (sample.ValueKind == JsonValueKind.String && Rfc3339().IsMatch(sample.GetString()!))
        {
            Assert.Matches(Rfc3339(), actual.GetString());
            Assert.True(DateTimeOffset.TryParse(actual.GetString(), CultureInfo.InvariantCulture, out _), path);
        }
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(member => member.Name);

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static JsonValueKind Kind(JsonElement value) => value.ValueKind == JsonValueKind.False ? JsonValueKind.True : value.ValueKind;

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$")]
    private static partial Regex Rfc3339();

    private async Task<JsonElement> PayloadAsync()
    {
        await _host.RunAsync(PipelineHost.Order());
        using var payload = JsonDocument.Parse(_host.Appended[^1].Announcement!.Payload);
        return payload.RootElement.Clone();
    }
}
