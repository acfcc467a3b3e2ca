using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using OrleansFrames.Api.Console;

namespace OrleansFrames.Silo.Hosting;

/// <summary>Where this service is reached: known once it listens, since a port of 0 takes any.</summary>
internal sealed class ListenAddress(IServer server, IHostApplicationLifetime lifetime, IOptions<FramesOptions> options) : IPublicAddress, IPictureOrigins
{
    public string Current => options.Value.PublicUrl?.TrimEnd('/')
        ?? server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()?.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)
        ?? "http://127.0.0.1";

    IReadOnlyList<string> IPictureOrigins.Current => [new Uri(Current).GetLeftPart(UriPartial.Authority)];

    public async Task<string> WhenListeningAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken);
        return Current;
    }
}
