using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Threading.Channels;

namespace OrleansFrames.Silo.Tests.Hosting;

/// <summary>The silo as a process of its own, as a user starts it.</summary>
internal sealed class SiloProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly List<string> _output = [];
    private readonly List<string> _errors = [];

    private SiloProgram(Process process) => _process = process;

    /// <summary>What it printed on its standard output.</summary>
    public string Output => Joined(_output);

    /// <summary>What it printed on its standard error.</summary>
    public string Errors => Joined(_errors);

    public static SiloProgram Start(params string[] arguments)
    {
        var built = typeof(SiloProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == "SiloPath").Value!;
        ProcessStartInfo start = new("dotnet", [built, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        SiloProgram program = new(Process.Start(start)!);
        program._process.OutputDataReceived += (_, line) => program.Take(line.Data, program._output);
        program._process.ErrorDataReceived += (_, line) => program.Take(line.Data, program._errors);
        program._process.BeginOutputReadLine();
        program._process.BeginErrorReadLine();
        return program;
    }

    /// <summary>Waits for a line such as this.</summary>
    public async Task<Match> LineAsync(Regex expected)
    {
        using CancellationTokenSource deadline = new(Patience);
        try
        {
            while (true)
            {
                if (expected.Match(await _lines.Reader.ReadAsync(deadline.Token)) is { Success: true } match)
                {
                    return match;
                }
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"After {Patience.TotalSeconds} s no line such as {expected}; it printed:\n{Output}\n{Errors}");
        }
    }

    public async Task<int> ExitAsync()
    {
        using CancellationTokenSource deadline = new(Patience);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"After {Patience.TotalSeconds} s it has not ended; it printed:\n{Output}\n{Errors}");
        }
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

    private static string Joined(List<string> lines)
    {
        lock (lines)
        {
            return string.Join(Environment.NewLine, lines);
        }
    }

    private void Take(string? line, List<string> lines)
    {
        if (line is not null)
        {
            lock (lines)
            {
                lines.Add(line);
            }

            _lines.Writer.TryWrite(line);
        }
    }
}
