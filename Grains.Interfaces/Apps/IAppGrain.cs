using Orleans.Concurrency;
using OrleansFrames.CallTypes;
using OrleansFrames.Delivery;
using OrleansFrames.Storage;
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

    /// <summary>Disables a hook, one of the older fields' too. One that is gone or disabled already stays so.</summary>
    [Alias("DisableHook")]
    Task DisableHookAsync(string hookId, CancellationToken cancellationToken);

    /// <summary>Sends a test message to a queue. What is null or masked is taken from the app's older fields.</summary>
    /// <remarks>An attempt may last as long as one of <see cref="IDeliveryGrain"/>.</remarks>
    [Alias("CheckSqs"), AlwaysInterleave, ResponseTimeout("00:00:45")]
    Task<Outcome<DeliveryResult>> CheckSqsAsync(LegacyHookFields fields, CancellationToken cancellationToken);

    /// <summary>Sends a test event to a hook as it is given, stored or not. Masks stand for the secrets of the stored hook of that id.</summary>
    /// <remarks>An attempt may last as long as one of <see cref="IDeliveryGrain"/>.</remarks>
    [Alias("CheckHook"), AlwaysInterleave, ResponseTimeout("00:00:45")]
    Task<Outcome<DeliveryResult>> CheckHookAsync(EventHook hook, CancellationToken cancellationToken);

    /// <summary>The app's call types: the built-in ones, then its own in the order in which they were made.</summary>
    [Alias("ListCallTypes"), AlwaysInterleave]
    Task<IReadOnlyList<CallTypeResponse>> ListCallTypesAsync(CancellationToken cancellationToken);

    /// <summary>A call type tells that it is about to be made; repeat-safe.</summary>
    /// <returns>The refusal when the app has as many as it may.</returns>
    [Alias("AddCallType")]
    Task<Refusal?> AddCallTypeAsync(string name, CancellationToken cancellationToken);

    /// <summary>A call type tells that it was deleted; repeat-safe.</summary>
    [Alias("RemoveCallType")]
    Task RemoveCallTypeAsync(string name, CancellationToken cancellationToken);

    /// <summary>The roles that there are, with the scopes in which each is granted anything.</summary>
    [Alias("ListRoles"), AlwaysInterleave]
    Task<IReadOnlyList<RoleResponse>> ListRolesAsync(CancellationToken cancellationToken);

    /// <summary>Makes a role of the app's own, at most 25.</summary>
    [Alias("CreateRole")]
    Task<Outcome<RoleResponse>> CreateRoleAsync(string name, CancellationToken cancellationToken);

    /// <summary>Deletes a role of the app's own. Users and grants that name it keep it.</summary>
    [Alias("DeleteRole")]
    Task<Refusal?> DeleteRoleAsync(string name, CancellationToken cancellationToken);

    /// <summary>The app's external storages in the order in which they were made.</summary>
    [Alias("ListStorages"), AlwaysInterleave]
    Task<IReadOnlyList<ExternalStorage>> ListStoragesAsync(CancellationToken cancellationToken);

    [Alias("FindStorage"), AlwaysInterleave]
    Task<ExternalStorage?> FindStorageAsync(string name, CancellationToken cancellationToken);

    /// <summary>Makes an external storage, at most 10.</summary>
    [Alias("CreateStorage")]
    Task<Refusal?> CreateStorageAsync(ExternalStorage storage, CancellationToken cancellationToken);

    /// <summary>Changes what pictures are stored with from now on, within seconds. Those that are stored keep their name, prefix included.</summary>
    [Alias("UpdateStorage")]
    Task<Outcome<ExternalStorage>> UpdateStorageAsync(ExternalStorage storage, CancellationToken cancellationToken);

    /// <summary>Forgets an external storage; what is in it stays there. Recordings that use it fail.</summary>
    [Alias("DeleteStorage")]
    Task<Refusal?> DeleteStorageAsync(string name, CancellationToken cancellationToken);

    /// <summary>Why a user may not do something that is about no call, by the grants of the app; null when it may.</summary>
    /// <remarks>Known from then on: the user of an actor who may, made with role <c>user</c> when it was never upserted.</remarks>
    [Alias("Check"), AlwaysInterleave]
    Task<Refusal?> CheckAsync(RightsRequest request, CancellationToken cancellationToken);
}

/// <summary>GetStream's Role.</summary>
/// <param name="Custom">Made by the app; the others are built in.</param>
/// <param name="Scopes"><c>.app</c>, and <c>video:</c> with the name of each call type, where the role is granted anything.</param>
[GenerateSerializer, Immutable, Alias("frames.RoleResponse")]
public sealed record RoleResponse(
    [property: Id(0)] string Name,
    [property: Id(1)] bool Custom,
    [property: Id(2)] IReadOnlyList<string> Scopes,
    [property: Id(3)] DateTimeOffset CreatedAt,
    [property: Id(4)] DateTimeOffset UpdatedAt);
