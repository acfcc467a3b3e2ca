using System.ComponentModel;
using System.Diagnostics;

namespace OrleansFrames.Cameras.Video;

/// <summary>A child process that turns its input into its output. It ends with its input, so it never outlives a parent that was killed.</summary>
internal sealed class Ffmpeg : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _complaint;

    private Ffmpeg(Process process)
    {
        _process = process;
        _complaint = process.StandardError.ReadToEndAsync();
    }

    public Stream Input => _process.StandardInput.BaseStream;

    public Stream Output => _process.StandardOutput.BaseStream;

    /// <exception cref="FfmpegException">It is not installed.</exception>
    public static Ffmpeg Start(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("ffmpeg", ["-hide_banner", "-loglevel", "error", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            return new(Process.Start(start)!);
        }
        catch (Win32Exception e)
        {
            throw new FfmpegException("ffmpeg was not found on the path; install it (on Debian and Ubuntu: apt-get install ffmpeg).", e);
        }
    }

    /// <summary>Why it ended, in its own words.</summary>
    public async Task<FfmpegException> ExplainAsync(CancellationToken cancellationToken)
    {
        var complaint = (await _complaint.WaitAsync(cancellationToken)).Trim().ReplaceLineEndings("; ");
        return new($"ffmpeg ended early: {(complaint.Length == 0 ? "it gave no reason" : complaint)}.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
