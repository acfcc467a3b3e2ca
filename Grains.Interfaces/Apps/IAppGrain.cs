using Orleans.Concurrency;
using OrleansFrames.Users;

namespace OrleansFrames.Apps;

/// <summary>An app: its settings and event hooks. Key: <c>app/{api_key}</c>. Never called per tick.</summary>
[Alias("frames.IAppGrain")]
public interface IAppGrain : IGrainWithStringKey
{
    [Alias("Get"), AlwaysInterleave]
    Task<AppSettings> GetAsync(CancellationToken cancellationToken);

    /// <summary>Changes what is given. <see cref="AppUpdate.EventHooks"/> is the whole new list: known ids change, others are made, missing ones end.</summary>
    /// <remarks>When it answers, the ledger's hook table follows the new list: events committed from then on reach these hooks.</remarks>
    [Alias("Update")]
    Task<Outcome<AppSettings>> UpdateAsync(AppUpdate update, CancellationToken cancellationToken);

    /// <summary>Why a user may not do something that is about no call, by the grants of the app; null when it may.</summary>
    /// <remarks>Known from then on: the user of an actor who may, made with role <c>user</c> when it was never upserted.</remarks>
    [Alias("Check"), AlwaysInterleave]
    Task<Refusal?> CheckAsync(RightsRequest request, CancellationToken cancellationToken);
}
