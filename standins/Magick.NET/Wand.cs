using System.Reflection;
using System.Runtime.InteropServices;

namespace ImageMagick;

/// <summary>The calls of the system's MagickWand (ImageMagick 6, Q16) that the types here need.</summary>
internal static unsafe partial class Wand
{
    public const int ThreadResource = 6;

    private const string Library = "MagickWand";

    // Ubuntu 24.04; Debian 12.
    private static readonly string[] Names = ["libMagickWand-6.Q16.so.7", "libMagickWand-6.Q16.so.6"];

    static Wand()
    {
        NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), static (_, _, _) => Load());
        MagickWandGenesis();
    }

    /// <summary>Loads the library.</summary>
    /// <exception cref="TypeInitializationException">It is not there.</exception>
    public static void Initialize()
    {
    }

    [LibraryImport(Library)]
    public static partial nint NewMagickWand();

    [LibraryImport(Library)]
    public static partial nint DestroyMagickWand(nint wand);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MagickConstituteImage(nint wand, nuint columns, nuint rows, string map, int storage, byte* pixels);

    [LibraryImport(Library)]
    public static partial int MagickSetImageDepth(nint wand, nuint depth);

    [LibraryImport(Library)]
    public static partial int MagickSetImageCompressionQuality(nint wand, nuint quality);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MagickSetImageFormat(nint wand, string format);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MagickSetOption(nint wand, string key, string value);

    [LibraryImport(Library)]
    public static partial int MagickStripImage(nint wand);

    [LibraryImport(Library)]
    public static partial byte* MagickGetImageBlob(nint wand, out nuint length);

    [LibraryImport(Library)]
    public static partial nint MagickGetException(nint wand, out int severity);

    [LibraryImport(Library)]
    public static partial nint MagickRelinquishMemory(void* memory);

    [LibraryImport(Library)]
    public static partial ulong MagickGetResourceLimit(int resource);

    [LibraryImport(Library)]
    public static partial int MagickSetResourceLimit(int resource, ulong limit);

    [LibraryImport(Library)]
    private static partial void MagickWandGenesis();

    private static nint Load()
    {
        foreach (var name in Names)
        {
            if (NativeLibrary.TryLoad(name, out var handle))
            {
                return handle;
            }
        }

        throw new DllNotFoundException(
            $"{string.Join(" or ", Names)} is missing; install the package libmagickwand-6.q16-6 (Debian 12) or libmagickwand-6.q16-7t64 (Ubuntu 24.04)");
    }
}
