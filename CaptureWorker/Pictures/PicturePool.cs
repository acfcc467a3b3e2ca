using System.Collections.Concurrent;
using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources.Codecs;

namespace OrleansFrames.CaptureWorker.Pictures;

/// <summary>Makes stills on threads of its own, one a core: native code must not hold the thread pool that reads the sockets.</summary>
internal sealed class PicturePool : IDisposable
{
    private const int StackSize = 1024 * 1024;

    private readonly BlockingCollection<Job> _jobs = [];
    private readonly TimeProvider _time;
    private readonly bool _hasTurboJpeg;
    private readonly Thread[] _threads;

    /// <param name="threads">How many stills are made at a time.</param>
    /// <param name="time">For the deadlines.</param>
    /// <param name="hasTurboJpeg">libjpeg-turbo makes the JPEGs; without it ImageMagick does.</param>
    public PicturePool(int threads, TimeProvider time, bool hasTurboJpeg)
    {
        _time = time;
        _hasTurboJpeg = hasTurboJpeg;
        Load = new PictureLoad(time);
        _threads = [.. Enumerable.Range(0, threads).Select(index => new Thread(Work, StackSize) { IsBackground = true, Name = $"pictures {index}" })];
        foreach (var thread in _threads)
        {
            thread.Start();
        }
    }

    /// <summary>What the threads do.</summary>
    public PictureLoad Load { get; }

    /// <summary>Decodes, scales and encodes; disposes of <paramref name="picture"/>.</summary>
    /// <param name="picture">What to decode.</param>
    /// <param name="shortSide">Shorter side of the still in pixels, at most.</param>
    /// <param name="format">How to encode it.</param>
    /// <param name="deadline">Timestamp after which nobody waits any more.</param>
    /// <exception cref="PictureException">No still could be made, or not in time.</exception>
    public Task<RenderedStill> RenderAsync(CompressedPicture picture, int shortSide, PictureFormat format, long deadline)
    {
        var done = new TaskCompletionSource<RenderedStill>(TaskCreationOptions.RunContinuationsAsynchronously);
        _jobs.Add(new Job(picture, shortSide, format, deadline, _time.GetTimestamp(), done));
        return done.Task;
    }

    public void Dispose()
    {
        _jobs.CompleteAdding();
        foreach (var thread in _threads)
        {
            thread.Join();
        }

        _jobs.Dispose();
    }

    private void Work()
    {
        using var renderer = new StillRenderer(_hasTurboJpeg);
        var decoders = new Dictionary<VideoCodec, VideoDecoder>();
        foreach (var job in _jobs.GetConsumingEnumerable())
        {
            try
            {
                job.Done.SetResult(Load.Run(job.Asked, () => Render(decoders, renderer, job)));
            }
            catch (Exception failed)
            {
                job.Done.SetException(failed);
            }
            finally
            {
                job.Picture.Dispose();
            }
        }

        foreach (var decoder in decoders.Values)
        {
            decoder.Dispose();
        }
    }

    private RenderedStill Render(Dictionary<VideoCodec, VideoDecoder> decoders, StillRenderer renderer, Job job)
    {
        if (job.Picture.Format.IsTooLarge)
        {
            throw TooLarge(job.Picture.Format.CodedWidth, job.Picture.Format.CodedHeight);
        }

        if (_time.GetTimestamp() > job.Deadline)
        {
            throw new PictureException(TickOutcome.Overload, null, "the machine is too busy to decode all pictures in time");
        }

        var codec = job.Picture.Format.Codec;
        if (!decoders.TryGetValue(codec, out var decoder))
        {
            decoders.Add(codec, decoder = new VideoDecoder(codec, _time));
        }

        var decoded = decoder.Decode(job.Picture, job.Deadline, out var shown);
        return renderer.Render(decoded, job.Picture.Format, job.ShortSide, job.Format, job.Picture.Units[shown]);
    }

    private static PictureException TooLarge(int width, int height) =>
        new(FailureReason.Unsupported, $"pictures of {width}x{height} are larger than 8192 pixels a side or 36 Mpixel; lower the camera's resolution");

    private sealed record Job(
        CompressedPicture Picture, int ShortSide, PictureFormat Format, long Deadline, long Asked, TaskCompletionSource<RenderedStill> Done);
}
