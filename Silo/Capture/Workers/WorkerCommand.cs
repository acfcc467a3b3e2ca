using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace OrleansFrames.Silo.Capture.Workers;

/// <summary>How a worker process is started.</summary>
internal static class WorkerCommand
{
    private const string Folder = "CaptureWorker";
    private const string Name = "OrleansFrames.CaptureWorker";

    // A worker reads what strangers send: it inherits nothing that could be a secret.
    private static readonly string[] Inherited = ["PATH", "HOME", "LANG", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "DOTNET_ROOT"];

    public static ProcessStartInfo For(CaptureWorkerOptions options, WorkerKind kind, bool isFenced, string socket)
    {
        var assembly = options.Path
            ?? Path.Combine(Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location) ?? AppContext.BaseDirectory, Folder, $"{Name}.dll");
        if (!File.Exists(assembly))
        {
            throw new FileNotFoundException($"the capture worker '{assembly}' does not exist; build or publish the silo again");
        }

        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));
        var start = File.Exists(dotnet)
            ? new ProcessStartInfo(dotnet, [assembly])
            : new ProcessStartInfo(Path.ChangeExtension(assembly, null));
        start.UseShellExecute = false;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        foreach (var name in start.Environment.Keys.Except(Inherited).ToArray())
        {
            start.Environment.Remove(name);
        }

        // Each of glibc's arenas keeps its own high-water mark of picture buffers.
        start.Environment["MALLOC_ARENA_MAX"] = "2";

        // A fenced worker makes no files: neither those of the runtime's diagnostics nor the one by which it maps its code twice.
        if (isFenced)
        {
            start.Environment["DOTNET_EnableDiagnostics"] = "0";
            start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        }
        else
        {
            start.ArgumentList.Add("--no-fence");
        }

        if (kind == WorkerKind.LibVlc)
        {
            start.ArgumentList.Add("--libvlc");
        }

        start.ArgumentList.Add("--socket");
        start.ArgumentList.Add(socket);
        if (options.AllowPrivate)
        {
            start.ArgumentList.Add("--allow-private");
        }

        if (options.FileRoot is { } root)
        {
            start.ArgumentList.Add("--file-root");
            start.ArgumentList.Add(root);
        }

        start.ArgumentList.Add("--rtp-address");
        start.ArgumentList.Add(options.RtpAddress);
        start.ArgumentList.Add("--rtp-ports");
        start.ArgumentList.Add(options.RtpPorts);
        foreach (var network in options.Allow)
        {
            start.ArgumentList.Add("--allow");
            start.ArgumentList.Add(network);
        }

        return start;
    }
}
