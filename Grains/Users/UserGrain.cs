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

    // A user who is put again every few seconds must not cost a write each time.
    private static readonly TimeSpan ActivityKept = TimeSpan.FromMinutes(1);

    private DateTimeOffset? _active;

    private string Id => GrainKeys.Parts(this.GetPrimaryKeyString())[1];

    public Task<UserResponse?> GetAsync(CancellationToken cancellationToken)
        => Task.FromResult(stored.State.User is { } user ? Current(user, stored.State.Presences) : null);

    public Task<UserResponse?> GetElsewhereAsync(string callCid, CancellationToken cancellationToken)
        => Task.FromResult(stored.State.User is { } user ? Current(user, Elsewhere(callCid)) : null);

    public async Task<UserResponse> UpsertAsync(UserRequest request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var known = stored.State.User ?? new UserResponse(Id, DefaultRole) { CreatedAt = now };
        return await SaveAsync(
            stored.State with
            {
                User = known with
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
            },
            cancellationToken);
    }

    public async Task<UserResponse> EnsureAsync(CancellationToken cancellationToken)
        => stored.State.User is { } user ? Current(user, stored.State.Presences) : await SaveAsync(stored.State with { User = New() }, cancellationToken);

    public async Task<UserResponse> SeeActiveAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        _active = now;
        return stored.State.User?.LastActive + ActivityKept > now
            ? Current(stored.State.User!, stored.State.Presences)
            : await StoreAsync(stored.State with { User = Active(now) }, cancellationToken);
    }

    public async Task<Outcome<UserResponse>> PatchAsync(UserPatch patch, CancellationToken cancellationToken)
        => stored.State.User is { } user
            ? await SaveAsync(stored.State with { User = UserPatching.Apply(user, patch, clock.GetUtcNow()) }, cancellationToken)
            : Refusal.NotFound($"the user {Id} does not exist");

    public async Task SetPresencesAsync(string callCid, IReadOnlyList<string> userSessionIds, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> presences = [.. Elsewhere(callCid), .. userSessionIds.Select(session => Place(callCid, session))];
        if (!presences.Order().SequenceEqual(stored.State.Presences.Order()))
        {
            await StoreAsync(stored.State with { User = Active(clock.GetUtcNow()), Presences = presences }, cancellationToken);
        }
    }

    public Task<UserResponse> BanAsync(BanUser request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        UserBan ban = new(
            now,
            request.TimeoutMinutes is { } minutes ? now.AddMinutes(minutes) : null,
            request.Shadow,
            request.BannedById,
            request.Reason);
        return SaveAsync(stored.State with { User = stored.State.User ?? New(), Ban = ban }, cancellationToken);
    }

    public async Task<UserResponse> UnbanAsync(CancellationToken cancellationToken)
        => stored.State.Ban is null
            ? await EnsureAsync(cancellationToken)
            : await SaveAsync(stored.State with { Ban = null }, cancellationToken);

    private static string Place(string callCid, string userSessionId) => $"{callCid}/{Uri.EscapeDataString(userSessionId)}";

    // Ids of calls may hold a slash; what stands after the last one is the user session.
    private IEnumerable<string> Elsewhere(string callCid)
        => stored.State.Presences.Where(presence => !presence.AsSpan(0, presence.LastIndexOf('/')).SequenceEqual(callCid));

    private UserResponse New()
    {
        var now = clock.GetUtcNow();
        return new(Id, DefaultRole) { CreatedAt = now, UpdatedAt = now };
    }

    private UserResponse Active(DateTimeOffset now) => (stored.State.User ?? New()) with { LastActive = now };

    /// <summary>Stores what somebody changed: queries find it when this is answered, unless they cannot be told.</summary>
    private async Task<UserResponse> SaveAsync(UserState next, CancellationToken cancellationToken)
    {
        await WriteAsync(next, cancellationToken);
        await IndexAsync();
        return Current(next.User!, next.Presences);
    }

    /// <summary>Stores what happened to the user: queries find it a moment later, for nobody waits for it.</summary>
    private async Task<UserResponse> StoreAsync(UserState next, CancellationToken cancellationToken)
    {
        await WriteAsync(next, cancellationToken);
        IndexLater(TimeSpan.Zero);
        return Current(next.User!, next.Presences);
    }

    private Task WriteAsync(UserState next, CancellationToken cancellationToken)
        => stored.SaveAsync(next with { Revision = stored.State.Revision + 1 }, cancellationToken);

    /// <summary>The user as it is at this moment: what presences, ban and clock make of the stored one.</summary>
    private UserResponse Current(UserResponse user, IEnumerable<string> presences)
    {
        var ban = stored.State.Ban?.HoldsAt(clock.GetUtcNow()) == true ? stored.State.Ban : null;
        return user with
        {
            Online = presences.Any(),
            LastActive = user.LastActive > _active ? user.LastActive : _active ?? user.LastActive,
            Banned = ban is { Shadow: false },
            ShadowBanned = ban is { Shadow: true },
            BanExpires = ban?.Until,
        };
    }
}
