using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace OrleansFrames.Silo.Tests.Hosting;

/// <summary>A web server that has bound these addresses, and does nothing else.</summary>
internal sealed class FakeServer : IServer
{
    public FakeServer(params string[] bound)
    {
        ServerAddressesFeature feature = new();
        bound.ToList().ForEach(feature.Addresses.Add);
        Features.Set<IServerAddressesFeature>(feature);
    }

    public IFeatureCollection Features { get; } = new FeatureCollection();

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull => throw new NotSupportedException();

    public Task StopAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
