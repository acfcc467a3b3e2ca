using System.Reflection;
using System.Runtime.InteropServices;

namespace OrleansFrames.CaptureWorker.Pictures;

/// <summary>Finds FFmpeg and, where it is there, libjpeg-turbo. Only versions whose structs are known (<see cref="AvLayout"/>) are loaded.</summary>
internal static class NativeMedia
{
    private static readonly Dictionary<string, nint> Loaded = [];

    /// <summary>libjpeg-turbo was found.</summary>
    public static bool HasTurboJpeg => Loaded.ContainsKey("turbojpeg");

    /// <summary>Loads all libraries; null on success, otherwise one sentence that names the package to install.</summary>
    public static string? Load()
    {
        var release = AvLayout.Releases.FirstOrDefault(each => TryLoad("avcodec", $"libavcodec.so.{each.Codec}"));
        if (release is null)
        {
            var known = string.Join(", ", AvLayout.Releases.Select(each => $"libavcodec{each.Codec} ({each.System})"));
            return $"libavcodec is missing or of an unknown version; install one of the packages {known}";
        }

        if (!TryLoad("avutil", $"libavutil.so.{release.Util}"))
        {
            return $"libavutil.so.{release.Util} is missing; install the package libavutil{release.Util}";
        }

        if (!TryLoad("swscale", $"libswscale.so.{release.Scale}"))
        {
            return $"libswscale.so.{release.Scale} is missing; install the package libswscale{release.Scale}";
        }

        if (!TryLoad("turbojpeg", "libturbojpeg.so.0") && MagickEncoder.Missing is { } alsoMissing)
        {
            return $"libturbojpeg.so.0 is missing; install the package libturbojpeg0 ({alsoMissing})";
        }

        NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), (name, _, _) => Loaded.GetValueOrDefault(name));
        if (LibAv.avcodec_version() >> 16 != release.Codec)
        {
            return $"libavcodec.so.{release.Codec} says it is version {LibAv.avcodec_version() >> 16}; reinstall the package libavcodec{release.Codec}";
        }

        LibAv.av_log_set_level(LibAv.LogQuiet);
        return null;
    }

    private static bool TryLoad(string name, string file)
    {
        var isLoaded = NativeLibrary.TryLoad(file, out var handle);
        if (isLoaded)
        {
            Loaded[name] = handle;
        }

        return isLoaded;
    }
}
