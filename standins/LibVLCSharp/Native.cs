using System.Runtime.InteropServices;

namespace LibVLCSharp.Shared;

/// <summary>libvlc 3, under the name by which the package loads it.</summary>
internal static class Native
{
    private const string Library = "libvlc";

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate int OpenMedia(IntPtr opaque, ref IntPtr data, out ulong size);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate int ReadMedia(IntPtr opaque, IntPtr buffer, uint length);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate int SeekMedia(IntPtr opaque, ulong offset);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate void CloseMedia(IntPtr opaque);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate void EventCallback(IntPtr happened, IntPtr data);

    [DllImport(Library, EntryPoint = "libvlc_get_version")]
    internal static extern IntPtr GetVersion();

    [DllImport(Library, EntryPoint = "libvlc_new")]
    internal static extern IntPtr New(int count, IntPtr[] options);

    [DllImport(Library, EntryPoint = "libvlc_release")]
    internal static extern void Release(IntPtr instance);

    [DllImport(Library, EntryPoint = "libvlc_media_new_location")]
    internal static extern IntPtr MediaNewLocation(IntPtr instance, [MarshalAs(UnmanagedType.LPUTF8Str)] string location);

    [DllImport(Library, EntryPoint = "libvlc_media_new_callbacks")]
    internal static extern IntPtr MediaNewCallbacks(IntPtr instance, OpenMedia open, ReadMedia read, SeekMedia? seek, CloseMedia close, IntPtr opaque);

    [DllImport(Library, EntryPoint = "libvlc_media_add_option")]
    internal static extern void MediaAddOption(IntPtr media, [MarshalAs(UnmanagedType.LPUTF8Str)] string option);

    [DllImport(Library, EntryPoint = "libvlc_media_release")]
    internal static extern void MediaRelease(IntPtr media);

    [DllImport(Library, EntryPoint = "libvlc_media_player_new")]
    internal static extern IntPtr PlayerNew(IntPtr instance);

    [DllImport(Library, EntryPoint = "libvlc_media_player_new_from_media")]
    internal static extern IntPtr PlayerNewFromMedia(IntPtr media);

    [DllImport(Library, EntryPoint = "libvlc_media_player_release")]
    internal static extern void PlayerRelease(IntPtr player);

    [DllImport(Library, EntryPoint = "libvlc_media_player_play")]
    internal static extern int PlayerPlay(IntPtr player);

    [DllImport(Library, EntryPoint = "libvlc_media_player_stop")]
    internal static extern void PlayerStop(IntPtr player);

    [DllImport(Library, EntryPoint = "libvlc_media_player_event_manager")]
    internal static extern IntPtr PlayerEventManager(IntPtr player);

    [DllImport(Library, EntryPoint = "libvlc_event_attach")]
    internal static extern int EventAttach(IntPtr manager, int type, EventCallback callback, IntPtr data);
}
