using Microsoft.Extensions.Logging;
using OrleansFrames.Json;
using OrleansFrames.Ledger;

namespace OrleansFrames.Users;

internal sealed partial class UserGrain(
    [PersistentState("user", StorageNames.Frames)] IPersistentState<UserState> stored,
    IReadModels models,
    TimeProvider clock,
    ILogger<UserGrain> log) : Grain, IUserGrain
{
    private const string DefaultRole = "user";

    private string Id => GrainKeys.Parts(this.GetPrimaryKeyString())[1];

    public Task<UserResponse?> GetAsync(CancellationToken cancellationToken) => Task.FromResult(stored.State.User);

    public async Task<UserResponse> UpsertAsync(UserRequest request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var known = stored.State.User ?? new UserResponse(Id, DefaultRole) { CreatedAt = now };
        return await SaveAsync(
            known with
            {
                Role = request.Role ?? known.Role,
                Name = request.Name,
                Image = request.Image,
                Language = request.Language ?? "",
                Invisible = request.Invisible ?? false,
                Teams = request.Teams ?? [],
                Custom = request.Custom ?? RawJson.EmptyObject,
                UpdatedAt = now,
            },
            stored.State.Presences,
            cancellationToken);
    }

    public async Task<UserResponse> EnsureAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return stored.State.User
            ?? await SaveAsync(new(Id, DefaultRole) { CreatedAt = now, UpdatedAt = now }, stored.State.Presences, cancellationToken);
    }

    public async Task<Outcome<UserResponse>> PatchAsync(UserPatch patch, CancellationToken cancellationToken)
        => stored.State.User is { } user
            ? await SaveAsync(UserPatching.Apply(user, patch, clock.GetUtcNow()), stored.State.Presences, cancellationToken)
            : Refusal.NotFound($"the user {Id} does not exist");

    public async Task SetPresenceAsync(string presence, bool online, CancellationToken cancellationToken)
    {
        var user = await EnsureAsync(cancellationToken);
        var elsewhere = stored.State.Presences.Where(known => known != presence);
        IReadOnlyList<string> presences = online ? [.. elsewhere, presence] : [.. elsewhere];
        await SaveAsync(user with { LastActive = clock.GetUtcNow() }, presences, cancellationToken);
    }

    private async Task<UserResponse> SaveAsync(UserResponse user, IReadOnlyList<string> presences, CancellationToken cancellationToken)
    {
        var next = user with { Online = presences.Count > 0 };
        await stored.SaveAsync(stored.State with { User = next, Presences = presences, Revision = stored.State.Revision + 1 }, cancellationToken);
        await IndexAsync();
        return next;
    }
}
