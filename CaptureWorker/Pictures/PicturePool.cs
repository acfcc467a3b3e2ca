namespace OrleansFrames.CaptureWorker.Pictures;

/// <summary>Makes stills on threads of its own, one a core: native code must not hold the thread pool that reads the sockets.</summary>
internal sealed class PicturePool : IDisposable
{
    private const int StackSize = 1024 * 1024;

    private readonly JobQueue<Action<StillMaker>> _jobs = new();
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
    /// <param name="order">What still is wanted.</param>
    /// <exception cref="PictureException">No still could be made, or not in time.</exception>
    public Task<RenderedStill> RenderAsync(CompressedPicture picture, StillOrder order) => RunAsync(
        maker =>
        {
            using (picture)
            {
                return maker.Make(picture, order);
            }
        },
        isStill: true);

    /// <summary>Decodes, with a track's own decoder, all that has come, then scales and encodes.</summary>
    /// <param name="decoder">Nobody else uses it meanwhile.</param>
    /// <param name="next">Gives what follows on what was decoded before; null when there is no more.</param>
    /// <param name="order">What still is wanted.</param>
    /// <exception cref="PictureException">No still could be made, or not in time.</exception>
    public Task<RenderedStill> RenderAsync(TrackDecoder decoder, Func<CompressedPicture?> next, StillOrder order) =>
        RunAsync(maker => maker.Make(decoder, next, order), isStill: true);

    /// <summary>Decodes ahead, with a track's own decoder, when no still waits.</summary>
    /// <param name="decoder">Nobody else uses it meanwhile.</param>
    /// <param name="next">Gives what follows on what was decoded before; null when there is no more.</param>
    /// <param name="mostPortions">Ends after so many.</param>
    /// <exception cref="PictureException">It cannot be decoded.</exception>
    public Task DecodeAsync(TrackDecoder decoder, Func<CompressedPicture?> next, int mostPortions) => RunAsync(
        _ =>
        {
            decoder.Decode(next, showLast: false, mostPortions, long.MaxValue);
            return true;
        },
        isStill: false);

    public void Dispose()
    {
        _jobs.End();
        foreach (var thread in _threads)
        {
            thread.Join();
        }
    }

    private Task<T> RunAsync<T>(Func<StillMaker, T> work, bool isStill)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        long? asked = isStill ? _time.GetTimestamp() : null;
        _jobs.Add(
            maker =>
            {
                try
                {
                    done.SetResult(Load.Run(asked, () => work(maker)));
                }
                catch (Exception failed)
                {
                    done.SetException(failed);
                }
            },
            isStill);
        return done.Task;
    }

    private void Work()
    {
        using var maker = new StillMaker(_time, _hasTurboJpeg);
        while (_jobs.TryTake(out var job))
        {
            job(maker);
        }
    }
}
