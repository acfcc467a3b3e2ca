using OrleansFrames.Apps;
using OrleansFrames.Calls;
using OrleansFrames.CallTypes;
using OrleansFrames.Capture;
using OrleansFrames.Delivery;
using OrleansFrames.Ledger;
using OrleansFrames.Ledger.Queries;
using OrleansFrames.Storage;
using OrleansFrames.Users;

namespace OrleansFrames;

/// <summary>
/// The keys of all grains. Parts are Uri-escaped; every key has a prefix, because the AdoNet storage provider turns hex-like keys into numbers
/// and leaves the grain class out of its row key.
/// </summary>
public static class GrainKeys
{
    public static IAppGrain GetApp(this IGrainFactory grains, string app) => grains.GetGrain<IAppGrain>($"app/{Escape(app)}");

    public static IUserGrain GetUser(this IGrainFactory grains, string app, string id)
        => grains.GetGrain<IUserGrain>($"user/{Escape(app)}/{Escape(id)}");

    public static ICallTypeGrain GetCallType(this IGrainFactory grains, string app, string name)
        => grains.GetGrain<ICallTypeGrain>($"calltype/{Escape(app)}/{Escape(name)}");

    public static ICallGrain GetCall(this IGrainFactory grains, string app, string type, string id)
        => grains.GetGrain<ICallGrain>($"call/{Escape(app)}/{Escape(type)}:{Escape(id)}");

    /// <param name="cid">Type and id with a colon between them; a type has no colon.</param>
    public static ICallGrain GetCall(this IGrainFactory grains, string app, string cid)
    {
        var colon = cid.IndexOf(':', StringComparison.Ordinal);
        return grains.GetCall(app, cid[..colon], cid[(colon + 1)..]);
    }

    public static IParticipantCaptureGrain GetCapture(this IGrainFactory grains, string egressId, string trackKey)
        => grains.GetGrain<IParticipantCaptureGrain>($"capture/{Escape(egressId)}/{Escape(trackKey)}");

    public static IHookGrain GetHook(this IGrainFactory grains, string app, string hookId)
        => grains.GetGrain<IHookGrain>($"hook/{Escape(app)}/{Escape(hookId)}");

    public static IDeliveryGrain GetDelivery(this IGrainFactory grains) => grains.GetGrain<IDeliveryGrain>("delivery");

    public static ILedgerReaderGrain GetLedgerReader(this IGrainFactory grains) => grains.GetGrain<ILedgerReaderGrain>("ledger");

    /// <param name="host">A host of the API.</param>
    public static IWatchMailGrain GetWatchMail(this IGrainFactory grains, string app, string host)
        => grains.GetGrain<IWatchMailGrain>($"watch/{Escape(app)}/{Escape(host)}");

    public static IStorageCheckGrain GetStorageChecks(this IGrainFactory grains) => grains.GetGrain<IStorageCheckGrain>("storagecheck");

    public static IQueryGrain GetQueries(this IGrainFactory grains) => grains.GetGrain<IQueryGrain>("queries");

    /// <summary>The parts of a grain's own key after the prefix, unescaped.</summary>
    public static string[] Parts(string key) => [.. key.Split('/').Skip(1).Select(Uri.UnescapeDataString)];

    private static string Escape(string part) => Uri.EscapeDataString(part);
}
