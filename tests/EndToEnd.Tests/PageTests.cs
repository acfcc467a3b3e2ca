using System.Text.Json;
using OrleansFrames.EndToEnd.Tests.Hosts;

namespace OrleansFrames.EndToEnd.Tests;

/// <summary>The calls that GetStream's page on frame recording shows, in each of its languages, as they are on the wire.</summary>
public sealed class PageTests(PageTests.Host host) : IClassFixture<PageTests.Host>
{
    private static readonly string[] BuiltIn = ["default", "audio_room", "livestream", "development"];

    public static TheoryData<string> Forms() => [.. SdkForm.All.Select(form => form.Name)];

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task BareStartAndStop_AreTaken(string name)
    {
        var form = SdkForm.Of(name);
        var call = await Call.MakeAsync(host.Silo.Api, $"page-{name}", interval: 60);
        await call.PutAsync("ada", "rtsp://127.0.0.1:1/none");
        await host.AdminAsync("boss");

        var (started, answer) = await SendAsync(form, "POST", $"/call/default/page-{name}/start_frame_recording", form.Start);
        Assert.True(started == 201, answer.ToString());
        Assert.EndsWith("ms", answer.GetProperty("duration").GetString(), StringComparison.Ordinal);
        Assert.Equal("running", (await host.EgressAsync("default", $"page-{name}")).GetProperty("status").GetString());

        var (stopped, again) = await SendAsync(form, "POST", $"/call/default/page-{name}/stop_frame_recording", form.Stop);
        Assert.True(stopped == 201, again.ToString());
        Assert.Equal(JsonValueKind.Null, (await host.EgressAsync("default", $"page-{name}")).ValueKind);
        await host.ReceivedAsync(call.Cid, "call.frame_recording_started");
        await host.ReceivedAsync(call.Cid, "call.frame_recording_stopped");
    }

    [Theory]
    [InlineData("node", 0, 5)]
    [InlineData("python", 1, 5)]
    [InlineData("go", 2, 2)]
    [InlineData("curl", 3, 2)]
    public async Task CallTypeThatIsAutoOn_RecordsWithinASecondOfTheFirstParticipant(string name, int at, int interval)
    {
        var form = SdkForm.Of(name);
        var (put, type) = await SendAsync(form, "PUT", $"/calltypes/{BuiltIn[at]}", ("Content-Type: application/json\n", form.CallType));
        Assert.True(put == 201, type.ToString());
        var settings = type.GetProperty("settings").GetProperty("frame_recording");
        Assert.Equal(
            ("auto-on", interval, "720p"),
            (settings.GetProperty("mode").GetString(), settings.GetProperty("capture_interval_in_seconds").GetInt32(), settings.GetProperty("quality").GetString()));

        var api = host.Silo.Api;
        var path = $"video/call/{BuiltIn[at]}/auto-{name}";
        await api.SendAsync(HttpMethod.Post, path, new { Data = new { CreatedById = "tester" } });
        Assert.Equal(JsonValueKind.Null, (await host.EgressAsync(BuiltIn[at], $"auto-{name}")).ValueKind);
        var joined = await api.SendAsync(
            HttpMethod.Put, $"{path}/participants/ada-1", new { UserId = "ada", Tracks = new[] { new { TrackType = "TRACK_TYPE_VIDEO", Url = "rtsp://127.0.0.1:1/none" } } });

        Assert.Equal("running", joined.GetProperty("call").GetProperty("egress").GetProperty("frame_recording").GetProperty("status").GetString());
        var cid = $"{BuiltIn[at]}:auto-{name}";
        var began = await host.ReceivedAsync(cid, "call.frame_recording_started");
        var first = await host.ReceivedAsync(cid, "call.session_participant_joined");
        Assert.InRange(Time(began) - Time(first), TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    private static DateTimeOffset Time(JsonElement body) => body.GetProperty("created_at").GetDateTimeOffset();

    private Task<(int Status, JsonElement Body)> SendAsync(SdkForm form, string method, string path, (string Headers, string? Body) content)
        => Wire.SendAsync(host.Silo.Port, form.Head(method, path, "boss", content.Headers), content.Body);

    /// <summary>A silo and a receiver for all of them.</summary>
    public sealed class Host : IAsyncLifetime
    {
        private HookReceiver? _receiver;

        internal SiloProcess Silo { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            _receiver = await HookReceiver.StartAsync();
            Silo = await SiloProcess.StartAsync();
            await Call.HookAsync(Silo.Api, _receiver.Url);
        }

        public async Task DisposeAsync()
        {
            await Silo.DisposeAsync();
            await _receiver!.DisposeAsync();
        }

        /// <summary>A user who may do everything.</summary>
        internal Task AdminAsync(string id) => Silo.Api.SendAsync(
            HttpMethod.Post, "users", new { Users = new Dictionary<string, object> { [id] = new { Id = id, Role = "admin" } } });

        internal async Task<JsonElement> EgressAsync(string type, string id)
            => (await Silo.Api.SendAsync(HttpMethod.Get, $"video/call/{type}/{id}")).GetProperty("call").GetProperty("egress").GetProperty("frame_recording");

        /// <summary>The event of a call, once it has come, once only.</summary>
        internal async Task<JsonElement> ReceivedAsync(string cid, string type)
        {
            await Patience.UntilAsync(() => Task.FromResult(Of().Length > 0), TimeSpan.FromSeconds(20), () => $"{type} of {cid}");
            return Assert.Single(Of());

            JsonElement[] Of() => [.. _receiver!.OfType(type).Where(body => body.GetProperty("call_cid").GetString() == cid)];
        }
    }
}
