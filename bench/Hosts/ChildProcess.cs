using System.Collections.Concurrent;
using System.Diagnostics;

namespace OrleansFrames.Bench.Hosts;

/// <summary>A program that the bench has started, and ends.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Process _process;

    private ChildProcess(ProcessStartInfo start, Action<string> heard)
    {
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        void Hear(string? line)
        {
            if (line is not null)
            {
                _lines.Enqueue(line);
                heard(line);
            }
        }
    }

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>The line that it printed last; empty before the first.</summary>
    public string LastLine => _lines.LastOrDefault() ?? "";

    /// <summary>Everything that it printed.</summary>
    public string Output => string.Join('\n', _lines);

    /// <param name="heard">Called with each line that it prints.</param>
    public static ChildProcess Start(
        string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null, Action<string>? heard = null)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new(start, heard ?? (_ => { }));
    }

    /// <summary>Waits until it ends.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
