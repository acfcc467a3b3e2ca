using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OrleansFrames.Api.Input;
using OrleansFrames.Api.Operations;
using OrleansFrames.Api.Tests.Hosting;
using OrleansFrames.Apps;
using OrleansFrames.CallTypes;

namespace OrleansFrames.Api.Tests.Operations;

/// <summary>Every operation says whom it is for.</summary>
[Collection(ApiSuite.Name)]
public sealed class SideTests(ApiCluster cluster)
{
    // Actions that are not among the permissions could be granted to nobody: an operation for users must name one that can be.
    [Fact]
    public async Task An_operation_for_users_has_an_action_that_can_be_granted()
    {
        var routes = await RoutesAsync();
        Assert.True(routes.Count > 20, $"only {routes.Count} operations are mapped");
        Assert.DoesNotContain(routes, route => route.Operation.Side is Side.Both or Side.Client && !CanBeGranted(route.Pattern, route.Operation.Action));
    }

    /// <summary>Each of these asks for rights itself, or has nothing to protect.</summary>
    [Fact]
    public async Task What_is_for_anyone_is_known_by_name()
        => Assert.Equal(
            ["CreateGuest", "JoinCall", "QueryCallMembers", "QueryCalls", "ReportClientCallEvent"],
            (await RoutesAsync()).Where(route => route.Operation.Side == Side.Anyone).Select(route => route.Operation.Name).Distinct().Order());

    [Fact]
    public async Task What_contract_and_design_keep_for_servers_is_for_servers()
    {
        string[] kept = ["/participants/{", "/frames", "/ledger", "/events", "/egresses", "/calltypes", "/external_storage", "/app", "/roles", "/permissions", "/rate_limits"];
        Assert.DoesNotContain(
            await RoutesAsync(),
            route => kept.Any(part => route.Pattern.Contains(part, StringComparison.Ordinal)) && route.Operation.Side != Side.Server);
    }

    [Fact]
    public async Task What_is_for_clients_refuses_servers_and_takes_users()
    {
        await using var host = await ApiHost.StartAsync(cluster, routes: routes => routes.ForClients.Post(
            "/video/call/{type}/{id}/accept", "AcceptCall", "JoinCall", Nothing.Read, (call, _) => Task.FromResult(Answer.Of(Answer.Nothing))));
        var server = await host.SendAsync("POST", "/video/call/default/side/accept");
        Assert.Equal((403, 17), (server.Status, server.Code));
        Assert.Equal("AcceptCall failed with error: \"AcceptCall is for clients: it needs a user's token\"", server.Message);
        var user = ApiHost.Request("POST", "/video/call/default/side/accept", token: Jwt.Make("""{"user_id":"anna"}"""));
        Assert.Equal(201, (await host.SendAsync(user)).Status);
    }

    private static bool CanBeGranted(string pattern, string action)
        => (pattern.Contains("/call/{type}/{id}", StringComparison.Ordinal) ? Permissions.OfCall(action) : Permissions.OfApp(action)) is not null;

    private async Task<List<(string Pattern, Operation Operation)>> RoutesAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(cluster.Grains);
        builder.Services.AddSingleton<IAppDirectory, FakeApps>();
        builder.Services.AddSingleton<ISecretBox, FakeSecrets>();
        builder.Services.AddFramesApi();
        await using var app = builder.Build();
        app.MapFramesApi();
        return [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<Operation>() is not null)
            .Select(route => (route.RoutePattern.RawText!, route.Metadata.GetMetadata<Operation>()!))];
    }
}
