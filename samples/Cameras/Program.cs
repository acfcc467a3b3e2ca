using System.Net.Sockets;
using System.Runtime.InteropServices;
using OrleansFrames.Cameras;

var names = args.ToList();
var port = 0;
if (names.IndexOf("--port") is >= 0 and var at)
{
    if (at + 1 >= names.Count || !int.TryParse(names[at + 1], out port) || port is < 0 or > 65535)
    {
        return Refuse("--port needs a number from 0 (any free port) to 65535.");
    }

    names.RemoveRange(at, 2);
}

if (names.FirstOrDefault(name => name.StartsWith('-')) is { } unknown)
{
    return Refuse($"Unknown option {unknown}. Usage: [--port N] [NAME...]");
}

using var stop = new CancellationTokenSource();
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
try
{
    await using var server = await CameraServer.StartAsync(port, TimeProvider.System, stop.Token);
    var cameras = new List<Camera>();
    foreach (var name in names.DefaultIfEmpty("Ada Grace Linus").SelectMany(name => names.Count == 0 ? name.Split(' ') : [name]))
    {
        cameras.Add(await server.AddAsync(new(name), stop.Token));
        Console.WriteLine($"{name} {cameras[^1].Url}");
    }

    Console.WriteLine("ready");

    // Whoever started this holds its input open; when that process is gone, so is the reason to go on. A read of the console cannot be
    // cancelled, only left.
    var inputClosed = Console.OpenStandardInput().CopyToAsync(Stream.Null, stop.Token).WaitAsync(stop.Token);
    await await Task.WhenAny([inputClosed, .. cameras.Select(camera => camera.Completion)]);
    return 0;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 0;
}
catch (SocketException e)
{
    return Refuse($"Port {port} cannot be listened on: {e.Message}.");
}
catch (Exception e) when (e is FfmpegException or ArgumentException)
{
    return Refuse(e.Message);
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}

static int Refuse(string reason)
{
    Console.Error.WriteLine(reason);
    return 2;
}
