using System.Reflection;

namespace OrleansFrames.EndToEnd.Tests.Hosts;

/// <summary>Where the build has put the programs.</summary>
internal static class Built
{
    public static string Silo { get; } = Path("SiloPath");

    public static string Cameras { get; } = Path("CamerasPath");

    /// <summary>The programs that use GetStream's libraries, with these beside them.</summary>
    public static string Sdk { get; } = Path("SdkPath");

    private static string Path(string name)
        => typeof(Built).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == name).Value!;
}
