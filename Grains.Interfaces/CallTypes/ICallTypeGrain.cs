using Orleans.Concurrency;
using OrleansFrames.Json;

namespace OrleansFrames.CallTypes;

/// <summary>A call type: settings, grants, storage and auto-on policy of its calls. Key: <c>calltype/{app}/{name}</c>.</summary>
/// <remarks>The built-in types <c>default</c>, <c>audio_room</c>, <c>livestream</c> and <c>development</c> exist without being made.</remarks>
[Alias("frames.ICallTypeGrain")]
public interface ICallTypeGrain : IGrainWithStringKey
{
    [Alias("Get"), AlwaysInterleave]
    Task<Outcome<CallTypeResponse>> GetAsync(CancellationToken cancellationToken);

    /// <summary>Makes the type, with the settings and grants of <c>default</c> where the request names none.</summary>
    [Alias("Create")]
    Task<Outcome<CallTypeResponse>> CreateAsync(CallTypeUpdate request, CancellationToken cancellationToken);

    /// <summary>Deletes a type that was made; the built-in ones stay. Calls of it keep the settings that they copied, and are for servers alone.</summary>
    [Alias("Delete")]
    Task<Refusal?> DeleteAsync(CancellationToken cancellationToken);

    /// <summary>Changes only the parts that are given; settings groups and fields that are not named keep their value.</summary>
    [Alias("Update")]
    Task<Outcome<CallTypeResponse>> UpdateAsync(CallTypeUpdate update, CancellationToken cancellationToken);
}

/// <summary>What a request to make or change a call type names.</summary>
/// <param name="Settings">Settings groups, each a JSON object.</param>
/// <param name="Grants">Role to list of permission ids; a role that is given gets exactly that list, others keep theirs.</param>
[GenerateSerializer, Immutable, Alias("frames.CallTypeUpdate")]
public sealed record CallTypeUpdate(
    [property: Id(0)] RawJson? Settings,
    [property: Id(1)] IReadOnlyDictionary<string, IReadOnlyList<string>>? Grants,
    [property: Id(2)] RawJson? NotificationSettings,
    [property: Id(3)] string? ExternalStorage);

/// <summary>GetStream's CallTypeResponse.</summary>
/// <param name="Settings">All settings groups.</param>
[GenerateSerializer, Immutable, Alias("frames.CallTypeResponse")]
public sealed record CallTypeResponse(
    [property: Id(0)] string Name,
    [property: Id(1)] DateTimeOffset CreatedAt,
    [property: Id(2)] DateTimeOffset UpdatedAt,
    [property: Id(3)] IReadOnlyDictionary<string, IReadOnlyList<string>> Grants,
    [property: Id(4)] RawJson Settings,
    [property: Id(5)] RawJson NotificationSettings,
    [property: Id(6)] string? ExternalStorage);
