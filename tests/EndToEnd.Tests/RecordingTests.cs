using System.Globalization;
using OrleansFrames.Cameras;
using OrleansFrames.EndToEnd.Tests.Hosts;

namespace OrleansFrames.EndToEnd.Tests;

/// <summary>The main job: cameras in, stored pictures and signed webhooks out.</summary>
public sealed class RecordingTests
{
    private const double KeyFrameSeconds = 1;
    private static readonly string[] Names = ["Ada", "Grace", "Linus"];

    [Fact]
    public async Task ThreeParticipantsForThirtySeconds_GiveFreshTruePicturesAndOneVerifiedEventEach()
    {
        await using var server = await CameraServer.StartAsync(0, TimeProvider.System, CancellationToken.None);
        await using var receiver = await HookReceiver.StartAsync();
        await using var silo = await SiloProcess.StartAsync();
        await Call.HookAsync(silo.Api, receiver.Url);
        var call = await Call.MakeAsync(silo.Api, "main", interval: 2);
        Dictionary<string, Camera> cameras = [];
        foreach (var name in Names)
        {
            cameras[name] = await server.AddAsync(new(name, KeyFrameSeconds: KeyFrameSeconds), CancellationToken.None);
            await call.PutAsync(name, cameras[name].Url.ToString());
        }

        await call.StartAsync();
        var started = (await call.EgressAsync()).StartedAt;
        await Patience.UntilAsync(
            () => Task.FromResult(TimeProvider.System.GetUtcNow() >= started.AddSeconds(30)), TimeSpan.FromSeconds(40), () => "30 s to pass");
        await call.StopAsync();
        await call.DrainAsync(receiver);

        var ticks = await call.TicksAsync();
        Assert.InRange(receiver.Ready.Count, 42, 48);
        Assert.All(receiver.Ready.CountBy(UserOf), entry => Assert.InRange(entry.Value, 14, 16));
        Account.IsComplete(await call.EgressAsync(), ticks, Names.Length);
        await Account.IsDeliveredAsync(silo.Api, receiver, call);
        foreach (var user in receiver.Ready.GroupBy(UserOf))
        {
            await PicturesAreTrueAsync(silo.Api, cameras[user.Key], [.. user.OrderBy(body => body.GetProperty("tick").GetInt64())]);
        }

        Assert.Single(receiver.OfType("call.frame_recording_started"));
        await Patience.UntilAsync(
            () => Task.FromResult(receiver.OfType("call.frame_recording_stopped").Count == 1), TimeSpan.FromSeconds(30), () => "the stopped event");
    }

    private static string UserOf(System.Text.Json.JsonElement body) => body.GetProperty("users").EnumerateObject().Single().Name;

    /// <summary>Right colour, asked size, burned-in clock against captured_at, and never the same picture twice.</summary>
    private static async Task PicturesAreTrueAsync(ApiClient api, Camera camera, IReadOnlyList<System.Text.Json.JsonElement> events)
    {
        var last = -1L;
        foreach (var body in events)
        {
            var facts = await StillReader.ReadAsync(await api.DownloadAsync(body.GetProperty("url").GetString()!), CancellationToken.None);
            Assert.Equal(camera.Colour, facts.Colour);
            Assert.Equal(720, Math.Min(facts.Width, facts.Height));
            var captured = DateTimeOffset.Parse(body.GetProperty("captured_at").GetString()!, CultureInfo.InvariantCulture);
            Assert.InRange((captured - facts.Clock!.Value).TotalSeconds, -0.05, KeyFrameSeconds + 0.3);
            Assert.True(facts.Frame > last, $"frame {facts.Frame} was sent after frame {last}");
            last = facts.Frame!.Value;
        }
    }
}
