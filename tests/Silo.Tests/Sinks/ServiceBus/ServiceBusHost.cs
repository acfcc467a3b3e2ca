using OrleansFrames.Emulators;

namespace OrleansFrames.Silo.Tests.Sinks.ServiceBus;

/// <summary>One emulator for a class of tests.</summary>
public sealed class ServiceBusHost : IAsyncLifetime
{
    public ServiceBusEmulator Emulator { get; private set; } = null!;

    public async Task InitializeAsync() => Emulator = await ServiceBusEmulator.StartAsync();

    public async Task DisposeAsync() => await Emulator.DisposeAsync();
}
