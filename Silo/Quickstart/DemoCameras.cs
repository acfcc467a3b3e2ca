using System.Diagnostics;

namespace OrleansFrames.Silo.Quickstart;

/// <summary>The demo's cameras, in a process of their own: they end when this one does.</summary>
internal sealed class DemoCameras(Process process) : IDisposable
{
    private static readonly string[] Names = ["Ada", "Grace", "Linus"];

    /// <summary>Starts them and waits until they serve.</summary>
    /// <exception cref="InvalidOperationException">They did not start; the message says why.</exception>
    public static async Task<(DemoCameras Cameras, IReadOnlyList<CameraSource> Sources)> StartAsync(string program, CancellationToken cancellationToken)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", [program, "--port", "0", .. Names])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        List<CameraSource> sources = [];
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line && line != "ready")
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            sources.Add(new(line[..space], line[(space + 1)..]));
        }

        return sources.Count == Names.Length
            ? (new(process), sources)
            : throw new InvalidOperationException("the demo's cameras did not start; what they printed says why");
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.Dispose();
    }
}
