using System.Runtime.InteropServices;
using LibVLCSharp.Shared;
using OrleansFrames.Capture;

namespace OrleansFrames.CaptureWorker.Sources.Vlc;

/// <summary>
/// libVLC, loaded when the first source needs it, from a folder of our own with the few plug-ins that take given bytes apart: without its
/// plug-ins for http, files, playlists and scripts it cannot be led anywhere else.
/// </summary>
internal static class VlcLibrary
{
    private const string Library = "libvlc.so.5";
    private const string Core = "libvlccore.so.9";
    private const string Install = "install the packages libvlc5 and vlc-plugin-base";

    // Reads given bytes; RTMP; FLV; TS; MP4; cuts pictures apart; hands them out.
    private static readonly string[] Plugins =
    [
        "access/libimem_plugin.so", "access/libavio_plugin.so", "demux/libavformat_plugin.so", "demux/libts_plugin.so",
        "demux/libmp4_plugin.so", "packetizer/libpacketizer_h264_plugin.so", "packetizer/libpacketizer_hevc_plugin.so",
        "packetizer/libpacketizer_copy_plugin.so", "stream_out/libstream_out_smem_plugin.so",
    ];

    private static readonly string[] Options =
    [
        "--ignore-config", "--no-plugins-cache", "--no-audio", "--no-spu", "--no-osd", "--no-stats", "--no-sub-autodetect-file",
        "--no-metadata-network-access", "--no-auto-preparse", "--quiet",
    ];

    private static readonly Lock Gate = new();
    private static LibVLC? _instance;
    private static nint _handle;

    /// <summary>It was needed so far.</summary>
    public static bool IsLoaded => _instance is not null;

    /// <exception cref="SourceException">It is not installed, or not usable.</exception>
    public static LibVLC Load()
    {
        lock (Gate)
        {
            return _instance ??= Create();
        }
    }

    /// <summary>Loads it ahead, while the process may still write its folder. Without it each source that needs it says what is missing.</summary>
    public static void TryLoad()
    {
        try
        {
            Load();
        }
        catch (SourceException missing)
        {
            Console.WriteLine(missing.Message);
        }
    }

    private static LibVLC Create()
    {
        var libraries = Folders().FirstOrDefault(folder => File.Exists(Path.Combine(folder, Library)))
            ?? throw Unusable($"{Library} is missing; {Install}");
        var folder = Directory.CreateTempSubdirectory("frames-vlc-");
        try
        {
            if (_handle == 0)
            {
                _handle = LoadFrom(libraries, folder.FullName);
                NativeLibrary.SetDllImportResolver(typeof(LibVLC).Assembly, (name, _, _) => name == "libvlc" ? _handle : 0);
            }

            LibVLCSharp.Shared.Core.Initialize();
            return new LibVLC(Options);
        }
        catch (Exception failed) when (failed is VLCException or DllNotFoundException or IOException or UnauthorizedAccessException)
        {
            throw Unusable($"libVLC cannot be used ({failed.Message}); {Install}");
        }
        finally
        {
            // All plug-ins are in memory by now: nothing is left behind, however the process ends.
            folder.Delete(recursive: true);
        }
    }

    // libVLC looks for its plug-ins beside its core library.
    private static nint LoadFrom(string libraries, string folder)
    {
        foreach (var name in (string[])[Library, Core])
        {
            File.Copy(Path.Combine(libraries, name), Path.Combine(folder, name));
        }

        foreach (var plugin in Plugins)
        {
            var copy = Path.Combine(folder, "vlc", "plugins", plugin);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(libraries, "vlc", "plugins", plugin), copy);
        }

        NativeLibrary.Load(Path.Combine(folder, Core));
        return NativeLibrary.Load(Path.Combine(folder, Library));
    }

    private static IEnumerable<string> Folders()
    {
        var machine = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "aarch64" : "x86_64";
        return [$"/usr/lib/{machine}-linux-gnu", "/usr/local/lib", "/usr/lib64", "/usr/lib"];
    }

    private static SourceException Unusable(string detail) => new(FailureReason.Unsupported, detail);
}
