using System.Net.Sockets;
using System.Runtime.InteropServices;
using OrleansFrames.Capture.Protocol;
using OrleansFrames.CaptureWorker.Pictures;
using OrleansFrames.CaptureWorker.Serving;
using OrleansFrames.CaptureWorker.Serving.Fences;
using OrleansFrames.CaptureWorker.Sources;
using OrleansFrames.CaptureWorker.Sources.Rtp;
using OrleansFrames.CaptureWorker.Sources.Vlc;
using OrleansFrames.CaptureWorker.Tracks;

const int WrongArguments = 2;
const int MissingPackage = 3;
const int NoSilo = 4;

var (arguments, error) = WorkerArguments.Parse(args);
if (arguments is null)
{
    Console.Error.WriteLine(error);
    return WrongArguments;
}

var fences = Fence.Begin(arguments);
if (NativeMedia.Load() is { } missing)
{
    Console.Error.WriteLine(missing);
    return MissingPackage;
}

if (!NativeMedia.HasTurboJpeg)
{
    Console.WriteLine("libturbojpeg.so.0 is missing: ImageMagick makes the JPEGs, at several times the CPU; install the package libturbojpeg0");
}

if (arguments.PlaysLibVlc)
{
    VlcLibrary.TryLoad();
}

if (arguments.CheckFence is { } file)
{
    FenceCheck.Run(file, Fence.Complete(arguments, fences));
    return 0;
}

// Ctrl+C in a terminal reaches the whole group: the silo decides when its worker ends.
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
var time = TimeProvider.System;
var sources = new MediaSources(arguments.Rule, arguments.FileRoot, RtpShared.For(arguments.Ports, time), time);
var pictures = new PicturePool(Environment.ProcessorCount, time, NativeMedia.HasTurboJpeg);
var tracks = new TrackTable(sources.PlayAsync, pictures, new TrackOptions(), time);
using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
try
{
    await socket.ConnectAsync(new UnixDomainSocketEndPoint(arguments.Socket));
    using var channel = new FrameChannel(new NetworkStream(socket));
    _ = tracks.SweepAsync(CancellationToken.None);
    fences = Fence.Complete(arguments, fences);
    await new SiloConnection(channel, tracks, pictures, fences).ServeAsync(CancellationToken.None);

    // Cameras are told goodbye; a decoder that hangs in native code ends with the process.
    await tracks.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(1), time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    return 0;
}
catch (Exception lost) when (lost is SocketException or IOException)
{
    Console.Error.WriteLine($"the silo's socket is lost: {lost.Message}");
    return NoSilo;
}
