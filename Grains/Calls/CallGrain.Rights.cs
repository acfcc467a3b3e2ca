using OrleansFrames.CallTypes;
using OrleansFrames.Users;

namespace OrleansFrames.Calls;

/// <summary>Who belongs to the call, and who may do what in it.</summary>
internal sealed partial class CallGrain
{
    public async Task<Outcome<CallRights>> RightsAsync(RightsRequest request, CancellationToken cancellationToken)
    {
        if (_book is { IsErased: false } && request.Actor.IsServer && (_book.DeletedAt is null || request.Action == Permissions.DeleteCall.Action))
        {
            return CallRights.All;
        }

        var book = _book is { DeletedAt: null } ? _book : null;

        var type = await GrainFactory.GetCallType(App, Key[1]).GetAsync(cancellationToken);
        if (type.Value is not { } callType)
        {
            return type.Refusal!;
        }

        if (book is null && !request.Creates)
        {
            return Missing();
        }

        if (request.Actor.IsServer)
        {
            return CallRights.All;
        }

        var user = await ActingUser.FindAsync(GrainFactory, App, request.Actor, cancellationToken);
        var rights = CallAccess.Judge(book, Key[1], request, user, callType.Grants);
        if (rights.Refusal is null)
        {
            await user.EnsureAsync(GrainFactory, App, cancellationToken);
        }

        return rights;
    }

    public async Task<Outcome<CallState>> UpdateMembersAsync(MembersUpdate request, CancellationToken cancellationToken)
    {
        var answer = await AnswerAsync(book => Membership.Update(book, request, clock.GetUtcNow()), cancellationToken);
        if (answer.Refusal is null)
        {
            await TryFlushAsync(cancellationToken);
        }

        return answer;
    }
}
