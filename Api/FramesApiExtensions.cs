using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OrleansFrames.Api.Auth;
using OrleansFrames.Api.Console;
using OrleansFrames.Api.Endpoints;
using OrleansFrames.Api.Limits;
using OrleansFrames.Api.Metrics;
using OrleansFrames.Api.OpenApi;
using OrleansFrames.Api.Operations;
using OrleansFrames.Api.Realtime;

namespace OrleansFrames.Api;

/// <summary>Adds the HTTP surface to a host.</summary>
public static class FramesApiExtensions
{
    private const string CorsPolicy = "OrleansFrames";

    private static readonly string[] ExposedHeaders = ["X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "Retry-After"];

    private static readonly PathString[] Prefixes = ["/api", "/video", "/frames"];

    /// <summary>
    /// Registers what the routes need. The host supplies <see cref="IGrainFactory"/> (a silo or a cluster client has it),
    /// <see cref="Apps.IAppDirectory"/>, <see cref="Apps.ISecretBox"/>, where it has the built-in store <see cref="Storage.IFrameContent"/>, and where
    /// its picture URLs have another origin <see cref="IPictureOrigins"/>.
    /// </summary>
    public static IServiceCollection AddFramesApi(this IServiceCollection services, Action<ApiOptions>? configure = null)
    {
        services.AddOptions<ApiOptions>().Configure(options => configure?.Invoke(options)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ApiOptions>, ApiOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ApiOptions>, AllowedOriginsRule>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<TokenVerifier>();
        services.TryAddSingleton<RecentSettings>();
        services.TryAddSingleton<Authenticator>();
        services.TryAddSingleton<GuestTokens>();
        services.TryAddSingleton<RequestWindow>();
        services.TryAddSingleton<Authorizer>();
        services.AddMetrics();
        services.TryAddSingleton<MetricsReader>();
        services.TryAddSingleton<RequestReader>();
        services.TryAddSingleton<OperationPipeline>();
        services.TryAddSingleton<ConnectionIds>();
        services.TryAddSingleton<Connections>();
        services.TryAddSingleton<Introduction>();
        services.TryAddSingleton<ClientConnector>();
        services.TryAddSingleton<ConnectEndpoint>();
        services.TryAddSingleton<ConsoleTickets>();
        services.TryAddSingleton<ConsoleSignIn>();
        services.TryAddSingleton<ConsoleSession>();
        services.AddCors();
        services.AddOptions<CorsOptions>().Configure<IOptions<ApiOptions>>((cors, api) => cors.AddPolicy(CorsPolicy, Policy(api.Value)));
        return services;
    }

    /// <summary>
    /// Maps <c>/api/v2</c>, <c>/video</c> with its websocket, <c>/frames</c>, <c>/console</c>, <c>/healthz</c>, <c>/readyz</c> and <c>/metrics</c>; pages of configured origins may call them.
    /// </summary>
    /// <returns>The group of all these routes, for conventions of the host.</returns>
    public static RouteGroupBuilder MapFramesApi(this WebApplication app)
    {
        app.UseWhen(
            http => Array.Exists(Prefixes, prefix => http.Request.Path.StartsWithSegments(prefix)),
            branch => branch.UseCors(CorsPolicy));
        app.UseWhen(http => http.Request.Path == ConnectEndpoint.Path, branch => branch.UseWebSockets());
        var group = app.MapGroup("");
        group.MapHealth();
        group.MapMetrics();
        group.MapFrameContent();
        group.MapConsole();
        group.MapOpenApi();
        group.MapMethods(
            ConnectEndpoint.Path, [HttpMethods.Get, HttpMethods.Connect], app.Services.GetRequiredService<ConnectEndpoint>().ConnectAsync);
        var routes = new ApiRoutes(group, app.Services.GetRequiredService<OperationPipeline>());
        routes.MapUsers();
        routes.MapGuests(app.Services.GetRequiredService<GuestTokens>());
        routes.MapQueries(app.Services.GetRequiredService<Connections>());
        routes.MapCallTypes();
        routes.MapRoles();
        routes.MapCalls(app.Services.GetRequiredService<Connections>());
        routes.MapJoin();
        routes.MapMembers();
        routes.MapParticipants();
        routes.MapRecording();
        routes.MapModeration();
        routes.MapLive();
        routes.MapLedger();
        routes.MapEgresses();
        routes.MapEvents();
        routes.MapDeliveries();
        routes.MapApps(app.Services.GetRequiredService<RecentSettings>());
        routes.MapRateLimits(app.Services.GetRequiredService<RequestWindow>(), () => Operations(app));
        routes.MapStorages();
        routes.MapUnknown();
        return group;
    }

    private static IEnumerable<Operation> Operations(IEndpointRouteBuilder app)
        => app.DataSources.SelectMany(source => source.Endpoints).Select(endpoint => endpoint.Metadata.GetMetadata<Operation>()).OfType<Operation>();

    private static CorsPolicy Policy(ApiOptions options)
    {
        var policy = new CorsPolicyBuilder().AllowAnyMethod().AllowAnyHeader().WithExposedHeaders(ExposedHeaders)
            .SetPreflightMaxAge(TimeSpan.FromMinutes(10));
        return options.AllowedOrigins.Contains("*")
            ? policy.AllowAnyOrigin().Build()
            : policy.WithOrigins([.. options.AllowedOrigins]).Build();
    }
}
