using System.Diagnostics;

namespace OrleansFrames.Silo.Quickstart;

/// <summary>The demo's cameras, in a process of their own: they end when this one does.</summary>
internal sealed class DemoCameras : IDisposable
{
    private static readonly string[] Names = ["Ada", "Grace", "Linus"];

    private readonly Process _process;

    private DemoCameras(Process process) => _process = process;

    public IReadOnlyList<CameraSource> Sources { get; private set; } = [];

    /// <summary>Starts them and waits until they serve.</summary>
    /// <exception cref="InvalidOperationException">They did not start; the message says why.</exception>
    public static async Task<DemoCameras> StartAsync(string? program, CancellationToken cancellationToken)
    {
        if (program is null || !File.Exists(program))
        {
            throw new InvalidOperationException("--demo needs the cameras that run.sh builds; start it with ./run.sh --demo");
        }

        DemoCameras cameras = new(Process.Start(new ProcessStartInfo("dotnet", [program, "--port", "0", .. Names])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!);
        try
        {
            cameras.Sources = await ReadAsync(cameras._process.StandardOutput, cancellationToken);
            return cameras;
        }
        catch
        {
            cameras.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        try
        {
            // They end when their standard input does.
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // They have ended already.
        }

        _process.Dispose();
    }

    /// <summary>A line for each camera, name and URL, and then "ready".</summary>
    private static async Task<IReadOnlyList<CameraSource>> ReadAsync(StreamReader lines, CancellationToken cancellationToken)
    {
        List<CameraSource> sources = [];
        while (await lines.ReadLineAsync(cancellationToken) is { } line && line != "ready")
        {
            if (line.Split(' ') is [var name, var url])
            {
                sources.Add(new(name, url));
            }
        }

        return sources.Count == Names.Length
            ? sources
            : throw new InvalidOperationException("the demo's cameras did not start; what they printed says why");
    }
}
