using Orleans.TestingHost;

namespace OrleansFrames.Platform.Tests.Clustering;

/// <summary>A test that needs two silos. Where a cluster of two cannot be had, it is skipped with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClusterFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Obstacle = new(() => Task.Run(ProbeAsync).GetAwaiter().GetResult());

    public ClusterFactAttribute() => Skip = Obstacle.Value;

    private static async Task<string?> ProbeAsync()
    {
        await using var cluster = new InProcessTestClusterBuilder(2).Build();
        await cluster.DeployAsync();
        return cluster.Silos.Count < 2 ? $"needs two silos; asked for 2, this runtime started {cluster.Silos.Count}" : null;
    }
}
