using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using OrleansFrames.Api.Console;

namespace OrleansFrames.Silo.Hosting;

/// <summary>Where this service is reached: known once it listens, since a port of 0 takes any.</summary>
internal sealed class ListenAddress(
    IServer server, IHostApplicationLifetime lifetime, IOptions<FramesOptions> options, IOptions<ListenOptions> listen) : IPublicAddress, IPictureOrigins
{
    /// <summary>Start of every URL, without a slash at its end. Before the service listens it is what the settings say.</summary>
    public string Current => options.Value.PublicUrl?.TrimEnd('/')
        ?? Reachable(server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault())
        ?? listen.Value.Url;

    IReadOnlyList<string> IPictureOrigins.Current => [new Uri(Current).GetLeftPart(UriPartial.Authority)];

    public async Task<string> WhenListeningAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        await started.Task.WaitAsync(cancellationToken);
        return Current;
    }

    private static string? Reachable(string? bound) => Uri.TryCreate(bound, UriKind.Absolute, out var url) && IPAddress.TryParse(url.IdnHost, out var address)
        ? string.Create(CultureInfo.InvariantCulture, $"{url.Scheme}://{new IPEndPoint(ListenOptions.Reachable(address), url.Port)}")
        : null;
}
