using System.Diagnostics;
using System.Text;

namespace OrleansFrames.CaptureWorker.Tests.Servers;

/// <summary>A program that runs until the test ends it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly Task _reading;
    private bool _isDisposed;

    private ServerProcess(Process process)
    {
        _process = process;
        _reading = ReadAsync();
    }

    public bool HasExited => _process.HasExited;

    /// <summary>What it wrote on its standard error.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString();
            }
        }
    }

    public static ServerProcess Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardError = true };
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        process.StandardInput.Close();
        return new ServerProcess(process);
    }

    public Task WaitForExitAsync() => _process.WaitForExitAsync(CancellationToken.None).WaitAsync(Patience.Limit);

    /// <summary>Lets it do nothing more, while its connections stay.</summary>
    public async Task PauseAsync()
    {
        using var kill = Process.Start("kill", ["-STOP", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(CancellationToken.None);
        Assert.Equal(0, kill.ExitCode);
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync(CancellationToken.None);
        await _reading;
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardError.ReadLineAsync(CancellationToken.None) is { } line)
        {
            lock (_errors)
            {
                _errors.AppendLine(line);
            }
        }
    }
}
