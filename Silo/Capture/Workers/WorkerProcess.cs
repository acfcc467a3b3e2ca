using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using OrleansFrames.Capture.Protocol;

namespace OrleansFrames.Silo.Capture.Workers;

/// <summary>One run of a worker: its process, its socket, what it says on its standard error.</summary>
internal sealed partial class WorkerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(2);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("frames-worker-");
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Process _process;
    private readonly Task _errors;
    private readonly Task _output;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private FrameChannel? _channel;

    private WorkerProcess(CaptureWorkerOptions options, WorkerKind kind, bool isFenced, ILogger logger, TimeProvider time)
    {
        _logger = logger;
        _time = time;
        try
        {
            var path = Path.Combine(_directory.FullName, "worker.sock");
            _listener.Bind(new UnixDomainSocketEndPoint(path));
            _listener.Listen(1);
            _process = Process.Start(WorkerCommand.For(options, kind, isFenced, path)) ?? throw new IOException("the capture worker could not be started");
        }
        catch
        {
            _listener.Dispose();
            _directory.Delete(recursive: true);
            throw;
        }

        _process.StandardInput.Close();
        _errors = LogLinesAsync(_process.StandardError);
        _output = LogLinesAsync(_process.StandardOutput);
    }

    public int Id => _process.Id;

    /// <summary>The last line on standard error; null while there is none.</summary>
    public string? LastError { get; private set; }

    /// <summary>What the worker has given up; empty before it has connected.</summary>
    public IReadOnlyList<string> Fences { get; private set; } = [];

    public static WorkerProcess Start(CaptureWorkerOptions options, WorkerKind kind, bool isFenced, ILogger logger, TimeProvider time) =>
        new(options, kind, isFenced, logger, time);

    /// <summary>Waits until the worker has connected and speaks this protocol.</summary>
    /// <exception cref="IOException">It ended, or did not connect in time.</exception>
    public async Task<FrameChannel> ConnectAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var accepting = _listener.AcceptAsync(limit.Token).AsTask();
        var exiting = _process.WaitForExitAsync(limit.Token);
        var first = await Task.WhenAny(accepting, exiting, Task.Delay(StartLimit, _time, limit.Token));
        cancellationToken.ThrowIfCancellationRequested();
        if (first != accepting)
        {
            await limit.CancelAsync();
            throw new IOException(first == exiting ? await EndAsync() : $"the capture worker did not connect within {StartLimit.TotalSeconds} s");
        }

        _channel = new FrameChannel(new NetworkStream(await accepting, ownsSocket: true));
        _listener.Dispose();
        _directory.Delete(recursive: true);
        var hello = await HelloAsync(_channel, cancellationToken);
        Fences = hello is { Kind: FrameKind.Hello } frame && WorkerCodec.ReadHello(frame.Body) is { } fences
            ? fences
            : throw new IOException("the capture worker is of another version than the silo; build or publish both again");
        return _channel;
    }

    /// <summary>Resident memory in bytes; null when the process is gone.</summary>
    public long? ResidentBytes()
    {
        try
        {
            var pages = File.ReadAllText($"/proc/{_process.Id}/statm").Split(' ')[1];
            return long.Parse(pages, CultureInfo.InvariantCulture) * Environment.SystemPageSize;
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Kill() => _process.Kill(entireProcessTree: true);

    /// <summary>Closes the socket, which ends the worker, waits for that, and says how it came about. One that does not end is killed.</summary>
    public async Task<string> EndAsync()
    {
        _channel?.Dispose();
        using var patience = new CancellationTokenSource(EndLimit, _time);
        await _process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_process.HasExited)
        {
            Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        await Task.WhenAll(_errors, _output);
        var how = $"the capture worker ended with code {_process.ExitCode}";
        return LastError is null ? how : $"{how}: {LastError}";
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        if (Directory.Exists(_directory.FullName))
        {
            _directory.Delete(recursive: true);
        }

        await EndAsync();
        _process.Dispose();
    }

    private async Task<Frame?> HelloAsync(FrameChannel channel, CancellationToken cancellationToken)
    {
        try
        {
            return await channel.ReceiveAsync(cancellationToken).WaitAsync(StartLimit, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private async Task LogLinesAsync(StreamReader lines)
    {
        while (await lines.ReadLineAsync(CancellationToken.None) is { } line)
        {
            if (line.Length > 0)
            {
                LastError = lines == _process.StandardError ? line : LastError;
                LogLine(_logger, _process.Id, line);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Capture worker {ProcessId}: {Line}")]
    private static partial void LogLine(ILogger logger, int processId, string line);
}
