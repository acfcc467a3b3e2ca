namespace OrleansFrames.Cameras.Tests.Rtsp;

public sealed class FaultTests : IAsyncLifetime
{
    private static readonly TimeSpan AFewFrames = TimeSpan.FromSeconds(0.5);

    private CameraServer _server = null!;
    private Camera _camera = null!;

    public async Task InitializeAsync()
    {
        _server = await CameraServer.StartAsync(0, TimeProvider.System, CancellationToken.None);
        _camera = await _server.AddAsync(new("Ada", 320, 180, KeyFrameSeconds: 0.3), CancellationToken.None);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Stalled_SendsNothingAndAnswers_ThenGoesOnWithAKeyFrame()
    {
        using var client = await PlainClient.PlayAsync(_camera.Url);
        await client.AccessUnitAsync();

        _camera.Fault = CameraFault.Stalled;

        await client.AskAsync("GET_PARAMETER");
        Assert.True(await client.IsQuietAsync(AFewFrames));
        _camera.Fault = CameraFault.None;
        Assert.True((await client.AccessUnitAsync()).IsKey);
    }

    [Fact]
    public async Task Frozen_SendsReportsOnly()
    {
        _camera.Fault = CameraFault.Frozen;
        using var client = await PlainClient.PlayAsync(_camera.Url);

        var (first, second) = (await client.PacketAsync(), await client.PacketAsync());

        Assert.Equal((5, 5), (first.Channel, second.Channel));
        Assert.Equal(200, second.Packet[1]);
    }

    [Fact]
    public async Task Refusing_ClosesTheListenerAndOnlyItsOwnConnections_ThenListensOnTheSamePort()
    {
        var other = await _server.AddAsync(new("Grace", 320, 180), CancellationToken.None);
        using var client = await PlainClient.PlayAsync(_camera.Url);
        using var undisturbed = await PlainClient.PlayAsync(other.Url);

        _camera.Fault = CameraFault.Refusing;

        await client.UntilClosedAsync();
        Assert.Contains("refused", (await Child.ProbeAsync(_camera.Url)).Error, StringComparison.Ordinal);
        await undisturbed.AccessUnitAsync();
        await undisturbed.AccessUnitAsync();
        _camera.Fault = CameraFault.None;
        using var again = await PlainClient.PlayAsync(_camera.Url);
        await again.AccessUnitAsync();
    }

    [Fact]
    public async Task NotFound_Is404()
    {
        _camera.Fault = CameraFault.NotFound;

        Assert.Contains("404", (await Child.ProbeAsync(_camera.Url)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AudioOnly_DescribesNoVideo()
    {
        _camera.Fault = CameraFault.AudioOnly;
        using var client = await PlainClient.ConnectAsync(_camera.Url);

        var answer = await client.AskAsync("DESCRIBE");

        Assert.Contains("m=audio", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("m=video", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silent_AcceptsAndNeverAnswers()
    {
        _camera.Fault = CameraFault.Silent;
        using var client = await PlainClient.ConnectAsync(_camera.Url);

        await client.SendAsync("DESCRIBE");

        Assert.True(await client.IsQuietAsync(AFewFrames));
    }

    [Fact]
    public async Task DropConnections_CutsAndLetsThemComeBack()
    {
        using var client = await PlainClient.PlayAsync(_camera.Url);

        _camera.DropConnections();

        await client.UntilClosedAsync();
        using var again = await PlainClient.PlayAsync(_camera.Url);
        await again.AccessUnitAsync();
    }

    [Fact]
    public async Task Black_IsBlackWithoutFacts()
    {
        _camera.Picture = CameraPicture.Black;
        await NextKeyFrameAsync();

        var facts = await Child.ReadAsync(_camera.Url);

        Assert.Equal((null, null, null), (facts.Clock, facts.Frame, facts.Colour));
        Assert.InRange(facts.LumaMean, 0, 5);
    }

    [Fact]
    public async Task Still_SendsNewAccessUnitsOfTheSamePicture()
    {
        _camera.Picture = CameraPicture.Still;
        await NextKeyFrameAsync();

        var first = await Child.ReadAsync(_camera.Url);
        await NextKeyFrameAsync();
        var second = await Child.ReadAsync(_camera.Url);

        Assert.NotNull(first.Clock);
        Assert.Equal((first.Clock, first.Frame), (second.Clock, second.Frame));
    }

    // A frame in the encoder may still show the picture as it was: the first key frame after a whole group does not.
    private async Task NextKeyFrameAsync()
    {
        using var client = await PlainClient.PlayAsync(_camera.Url);
        var (start, keys) = ((await client.AccessUnitAsync()).Time, 0);
        for (var last = start; keys < 2;)
        {
            var (time, isKey) = await client.AccessUnitAsync();
            Assert.True(unchecked((int)(time - last)) > 0, "RTP times rise");
            (last, keys) = (time, keys + (isKey ? 1 : 0));
        }
    }
}
