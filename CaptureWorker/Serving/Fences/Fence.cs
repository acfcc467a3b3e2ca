using System.Runtime.InteropServices;
using OrleansFrames.Capture.Protocol;

namespace OrleansFrames.CaptureWorker.Serving.Fences;

/// <summary>
/// What keeps a worker that a hostile stream has taken over from doing harm. Each part needs no rights and holds for good; where the host
/// does not allow one, the others hold. Their names are those of <see cref="WorkerCodec.Fences"/>.
/// </summary>
internal static class Fence
{
    private const string Limits = "limits";
    private const string Rights = "privileges";
    private const string Files = "files";
    private const string Calls = "calls";

    // What the runtime, the resolver, TLS and the media libraries read.
    private static readonly string[] SystemFiles =
    [
        "/usr", "/lib", "/lib64", "/proc", "/sys", "/nix", "/etc/hosts", "/etc/resolv.conf", "/etc/nsswitch.conf", "/etc/host.conf", "/etc/gai.conf",
        "/etc/hostname", "/etc/services", "/etc/protocols", "/etc/passwd", "/etc/group", "/etc/localtime", "/etc/timezone", "/etc/os-release", "/etc/ssl",
        "/etc/pki", "/etc/ca-certificates", "/etc/crypto-policies", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/ImageMagick-6",
        "/etc/ImageMagick-7", "/etc/alternatives", "/etc/dotnet", "/run/systemd/resolve", "/run/resolvconf", "/dev/urandom", "/dev/random", "/dev/zero",
    ];

    // The program that is executed once more, and what it is loaded by.
    private static readonly string[] Executables = ["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/nix"];

    /// <summary>
    /// What has to be done first of all. Where it restricts a thread only, the program is executed again: then this does not return, and the
    /// next time <see cref="WorkerArguments.Fences"/> says what holds.
    /// </summary>
    /// <returns>The parts that hold.</returns>
    public static IReadOnlyList<string> Begin(WorkerArguments arguments)
    {
        if (arguments.Fences is { } held)
        {
            return held;
        }

        var parts = new List<string>();
        if (ResourceLimits.Set())
        {
            parts.Add(Limits);
        }

        if (!Privileges.GiveUp())
        {
            return parts;
        }

        parts.Add(Rights);
        var temporary = Path.GetDirectoryName(arguments.Socket)!;
        if (arguments.IsFenced && Landlock.Restrict(Readable(arguments, temporary), [.. Executables, Runtime(), .. Self()], [temporary], arguments.PlaysLibVlc))
        {
            Privileges.DropForNextProgram();
            NextProgram.Execute($"--fences={string.Join(',', [.. parts, Files])}", temporary);
        }

        return parts;
    }

    /// <summary>What is done once all libraries are loaded.</summary>
    /// <returns>The parts that hold.</returns>
    public static IReadOnlyList<string> Complete(WorkerArguments arguments, IReadOnlyList<string> held)
    {
        if (!arguments.IsFenced)
        {
            return held;
        }

        held = ResourceLimits.EndWriting() ? held : [.. held.Where(part => part != Limits)];
        return held.Contains(Rights) && SystemCallFilter.Install(arguments.PlaysLibVlc) ? [.. held, Calls] : held;
    }

    private static IEnumerable<string> Readable(WorkerArguments arguments, string temporary) =>
        new[] { temporary, AppContext.BaseDirectory, Runtime(), HomeStores(), arguments.FileRoot }.OfType<string>().Concat(SystemFiles).Concat(Libraries());

    private static string Runtime() => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));

    private static IEnumerable<string> Self() => Environment.ProcessPath is { } path ? [path] : [];

    // Certificates that the user trusts.
    private static string HomeStores() => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet");

    private static IEnumerable<string> Libraries() =>
        new[] { AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES"), Environment.GetEnvironmentVariables()["LD_LIBRARY_PATH"] }
            .OfType<string>()
            .SelectMany(folders => folders.Split(':', StringSplitOptions.RemoveEmptyEntries));
}
