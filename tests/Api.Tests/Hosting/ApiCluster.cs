using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace OrleansFrames.Api.Tests.Hosting;

/// <summary>One silo with fake grains for all tests: what crosses a grain call is copied as in production.</summary>
public sealed class ApiCluster : IAsyncLifetime
{
    private readonly InProcessTestCluster _cluster;

    public ApiCluster()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureHost(host => host.Services.AddSingleton(Script));
        _cluster = builder.Build();
    }

    internal GrainScript Script { get; } = new();

    internal IGrainFactory Grains => _cluster.Client;

    public Task InitializeAsync() => _cluster.DeployAsync();

    public async Task DisposeAsync() => await _cluster.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class ApiSuite : ICollectionFixture<ApiCluster>
{
    public const string Name = "api";
}
