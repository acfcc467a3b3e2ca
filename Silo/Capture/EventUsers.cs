using System.Collections.Concurrent;
using OrleansFrames.Capture;
using OrleansFrames.Ledger;
using OrleansFrames.Users;

namespace OrleansFrames.Silo.Capture;

/// <summary>
/// The user that a picture's event carries. One that cannot be read does not cost the picture: then it is the user as the track's last event
/// had it, or a user of whom the id is known.
/// </summary>
internal sealed partial class EventUsers(IGrainFactory grains, TimeProvider clock, ILogger<EventUsers> log)
{
    private const string DefaultRole = "user";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<TrackRef, UserResponse> _known = new();

    public async Task<UserResponse> OfAsync(CaptureSpec spec)
    {
        TrackRef track = new(spec.EgressId, spec.TrackKey);
        using CancellationTokenSource deadline = new(Patience, clock);
        try
        {
            return _known[track] = await AskAsync(spec, deadline.Token).WaitAsync(deadline.Token);
        }
        catch (Exception error)
        {
            LogUser(log, error, spec.UserId, spec.EgressId, spec.TrackKey);
            var now = clock.GetUtcNow();
            return _known.GetValueOrDefault(track) ?? new UserResponse(spec.UserId, DefaultRole) { CreatedAt = now, UpdatedAt = now, Online = true };
        }
    }

    public void Forget(CaptureSpec spec) => _known.TryRemove(new(spec.EgressId, spec.TrackKey), out _);

    private async Task<UserResponse> AskAsync(CaptureSpec spec, CancellationToken cancellationToken)
    {
        var user = grains.GetUser(spec.App, spec.UserId);
        return await user.GetAsync(cancellationToken) ?? await user.EnsureAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Error, "User {UserId} could not be read for the event of egress {EgressId} track {TrackKey}")]
    private static partial void LogUser(ILogger logger, Exception error, string userId, string egressId, string trackKey);
}
