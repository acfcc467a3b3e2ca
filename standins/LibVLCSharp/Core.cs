using System.Runtime.InteropServices;

namespace LibVLCSharp.Shared;

public static class Core
{
    public static void Initialize(string? libvlcDirectoryPath = null)
    {
        if (!string.IsNullOrEmpty(libvlcDirectoryPath))
        {
            throw new InvalidOperationException("Using libvlcDirectoryPath is not supported on the Linux platform. Use LD_LIBRARY_PATH if you need more customization");
        }

        var version = Marshal.PtrToStringUTF8(Native.GetVersion())?.Split('.')[0];
        if (version != typeof(Core).Assembly.GetName().Version?.Major.ToString())
        {
            throw new VLCException($"Version mismatch between LibVLC {version} and LibVLCSharp. They must share the same major version number");
        }
    }
}
