using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources.Codecs;

namespace OrleansFrames.CaptureWorker.Pictures;

/// <summary>Decodes stills of any number of tracks of one codec, one after the other, with one context. For one thread.</summary>
internal sealed class VideoDecoder(VideoCodec kind, TimeProvider time) : IDisposable
{
    private readonly DecoderContext _context = new(kind, isEager: false);

    /// <summary>The last picture of a group in the order of display. The planes are valid until the next call.</summary>
    /// <param name="picture">The access units, from a key frame on.</param>
    /// <param name="deadline">Timestamp after which nobody waits any more.</param>
    /// <param name="shown">The index of the access unit whose picture it is.</param>
    /// <exception cref="PictureException">It cannot be decoded, or not in time.</exception>
    public YuvPicture Decode(CompressedPicture picture, long deadline, out int shown)
    {
        try
        {
            for (var index = 0; index < picture.Units.Count; index++)
            {
                var unit = picture.Units[index];

                // Nothing refers to such a picture: only as the last one it is worth its decoding.
                if (!unit.IsReference && index < picture.Units.Count - 1)
                {
                    continue;
                }

                if (index > 0 && time.GetTimestamp() > deadline)
                {
                    throw new PictureException(TickOutcome.Overload, null, $"decoding {picture.Units.Count} pictures forward took longer than the tick may");
                }

                _context.Send(picture.Bytes(unit), index);
            }

            _context.Drain();
            shown = (int)(_context.Newest ?? throw new PictureException(FailureReason.Decode, "the key frame gave no picture"));
            return _context.View();
        }
        finally
        {
            _context.Flush();
        }
    }

    public void Dispose() => _context.Dispose();
}
