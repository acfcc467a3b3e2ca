using System.Collections.Concurrent;
using OrleansFrames.Cameras.Pictures;

namespace OrleansFrames.Cameras.Video;

/// <summary>Draws one picture per frame time of the clock, has it encoded, and hands each access unit on as soon as it is there.</summary>
internal sealed class CameraFeed(CameraOptions options, ParticipantColour colour, TimeProvider clock, Action<AccessUnit> deliver)
{
    // One picture in is one picture out, in order: no B-frames, no look-ahead.
    private readonly ConcurrentQueue<DateTimeOffset> _inEncoder = new();

    public CameraPicture Picture { get; set; } = options.Picture;

    /// <summary>Runs until cancelled.</summary>
    /// <exception cref="FfmpegException">The encoder could not start or ended.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var encoder = Ffmpeg.Start(Arguments());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = await Task.WhenAny(DrawAsync(encoder.Input, stop.Token), ReadAsync(encoder.Output, stop.Token));
        try
        {
            await first;
        }
        catch (IOException) when (!cancellationToken.IsCancellationRequested)
        {
            throw await encoder.ExplainAsync(cancellationToken);
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    private async Task DrawAsync(Stream encoder, CancellationToken cancellationToken)
    {
        var painter = new PicturePainter(options.Name, colour, options.Width, options.Height);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / options.FramesPerSecond), clock);
        var frames = 0u;
        do
        {
            var now = clock.GetUtcNow();
            switch (Picture)
            {
                case CameraPicture.Moving:
                    painter.DrawMoving(new(now, frames));
                    break;
                case CameraPicture.Black:
                    painter.DrawBlack();
                    break;
            }

            frames++;
            _inEncoder.Enqueue(now);
            await encoder.WriteAsync(painter.Frame, cancellationToken);
            await encoder.FlushAsync(cancellationToken);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task ReadAsync(Stream encoded, CancellationToken cancellationToken)
    {
        var reader = new FlvReader(encoded);
        while (true)
        {
            var (nals, isKey) = await reader.ReadAsync(cancellationToken);
            if (_inEncoder.TryDequeue(out var capturedAt))
            {
                deliver(new(nals, isKey, capturedAt));
            }
        }
    }

    // Key frames go by the encoder's clock and not by count: on a busy machine fewer frames are drawn, and a test that relies on the spacing in
    // seconds would fail. Half a frame of tolerance keeps the count exact where the pace is kept.
    private string[] Arguments()
    {
        var distance = options.KeyFrameSeconds - (0.5 / options.FramesPerSecond);
        return
        [
            "-probesize", "32", "-analyzeduration", "0", "-f", "rawvideo", "-pix_fmt", "yuv420p",
            "-video_size", Invariant($"{options.Width}x{options.Height}"), "-framerate", Invariant($"{options.FramesPerSecond}"), "-i", "pipe:0",
            "-vf", "settb=AVTB,setpts=RTCTIME-RTCSTART", "-enc_time_base", "1:1000000",
            "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-profile:v", "baseline", "-threads", "1",
            "-g", "100000", "-sc_threshold", "0", "-forced-idr", "1",
            "-force_key_frames", Invariant($"expr:if(isnan(prev_forced_t),1,gte(t,prev_forced_t+{distance:F6}))"),
            "-flush_packets", "1", "-flvflags", "no_duration_filesize", "-f", "flv", "pipe:1",
        ];
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
