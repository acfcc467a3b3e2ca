using OrleansFrames.Cameras;

namespace OrleansFrames.EndToEnd.Tests.Hosts;

/// <summary>A silo, cameras and a receiver that several tests share, each with calls and cameras of its own.</summary>
public sealed class RunningSilo : IAsyncLifetime
{
    private SiloProcess? _silo;

    internal CameraServer Cameras { get; private set; } = null!;

    internal HookReceiver Receiver { get; private set; } = null!;

    internal ApiClient Api => _silo!.Api;

    internal int Port => _silo!.Port;

    public async Task InitializeAsync()
    {
        Cameras = await CameraServer.StartAsync(0, TimeProvider.System, CancellationToken.None);
        Receiver = await HookReceiver.StartAsync();
        _silo = await SiloProcess.StartAsync();
        await Call.HookAsync(Api, Receiver.Url);
    }

    public async Task DisposeAsync()
    {
        await _silo!.DisposeAsync();
        await Receiver.DisposeAsync();
        await Cameras.DisposeAsync();
    }
}
