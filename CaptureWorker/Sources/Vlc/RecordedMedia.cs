using OrleansFrames.Capture;

namespace OrleansFrames.CaptureWorker.Sources.Vlc;

/// <summary>Writes a recording into a pipe, from wherever its reader wants it.</summary>
/// <param name="open">Opens the recording at an offset.</param>
internal sealed class RecordedMedia(Func<long, CancellationToken, Task<Stream>> open)
{
    // An index at the end is one pass more; a file that is badly interleaved a few. What wants more keeps its server busy for nothing.
    private const int MaxPasses = 64;

    public async Task FeedAsync(MediaPipe pipe, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        for (var passes = 0; passes < MaxPasses; passes++)
        {
            var (pass, position) = pipe.Begin();
            await using (var media = await open(position, cancellationToken))
            {
                var isWanted = true;
                int read;
                while (isWanted && (read = await media.ReadAsync(buffer, cancellationToken)) > 0)
                {
                    isWanted = await pipe.WriteAsync(buffer.AsMemory(0, read), pass, cancellationToken);
                }

                if (isWanted)
                {
                    pipe.Complete(pass);
                }
            }

            await pipe.NextPassAsync(pass, cancellationToken);
        }

        throw new SourceException(FailureReason.Unsupported, "the file has to be read from too many places; interleave its audio and video");
    }
}
