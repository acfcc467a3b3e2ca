namespace OrleansFrames.Cameras.Tests;

public sealed class ReadBackTests
{
    [Theory]
    [InlineData(1280, 720, 640, 360)]
    [InlineData(1280, 720, 1280, 720)]
    [InlineData(1280, 720, 2560, 1440)]
    [InlineData(720, 1280, 360, 640)]
    [InlineData(720, 1280, 720, 1280)]
    public async Task A_stored_still_gives_back_whose_it_is_and_when_it_was_drawn(int width, int height, int storedWidth, int storedHeight)
    {
        await using var server = await CameraServer.StartAsync(0, TimeProvider.System, CancellationToken.None);
        var camera = await server.AddAsync(new("Ada", width, height, Colour: ParticipantColour.Sky), CancellationToken.None);
        var before = TimeProvider.System.GetUtcNow();

        var facts = await Child.ReadAsync(camera.Url, storedWidth, storedHeight);

        Assert.Equal((storedWidth, storedHeight), (facts.Width, facts.Height));
        Assert.Equal(ParticipantColour.Sky, facts.Colour);
        Assert.NotNull(facts.Frame);

        // The newest key frame at the time of connecting is at most its spacing old; more where the machine is busy.
        Assert.InRange(facts.Clock!.Value, before - TimeSpan.FromSeconds(3), TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task Cameras_of_one_server_differ_in_path_and_colour_and_their_counters_rise()
    {
        await using var server = await CameraServer.StartAsync(0, TimeProvider.System, CancellationToken.None);
        var ada = await server.AddAsync(new("Ada", 320, 180, KeyFrameSeconds: 0.2), CancellationToken.None);
        var grace = await server.AddAsync(new("Grace H", 320, 180), CancellationToken.None);

        Assert.Equal($"rtsp://127.0.0.1:{server.Port}/grace-h", grace.Url.ToString());
        Assert.Equal(ParticipantColour.Blue, (await Child.ReadAsync(grace.Url)).Colour);
        var first = await Child.ReadAsync(ada.Url);
        var second = await Child.ReadAsync(ada.Url);
        Assert.Equal((ParticipantColour.Red, ParticipantColour.Red), (first.Colour!.Value, second.Colour!.Value));
        Assert.True(second.Frame > first.Frame && second.Clock > first.Clock, $"{first} then {second}");
    }

    [Fact]
    public async Task AddAsync_TakenNameOrBadOption_NamesIt()
    {
        await using var server = await CameraServer.StartAsync(0, TimeProvider.System, CancellationToken.None);
        await server.AddAsync(new("Ada", 320, 180), CancellationToken.None);

        Assert.Contains("/ada", (await Assert.ThrowsAsync<ArgumentException>(() => server.AddAsync(new("ADA"), default))).Message, StringComparison.Ordinal);
        Assert.Contains("Width", (await Assert.ThrowsAsync<ArgumentException>(() => server.AddAsync(new("Bo", 321), default))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_NoPicture_SaysSo()
    {
        var refusal = await Assert.ThrowsAsync<FfmpegException>(() => StillReader.ReadAsync("not a picture"u8.ToArray(), CancellationToken.None));

        Assert.Contains("Invalid data", refusal.Message, StringComparison.Ordinal);
    }
}
