using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources.Codecs;

namespace OrleansFrames.CaptureWorker.Pictures;

/// <summary>
/// Decodes one track as it comes: each picture that others refer to once, from where the last call stopped. Its owner sees to it that no two
/// threads use it at once.
/// </summary>
internal sealed class TrackDecoder(TimeProvider time) : IDisposable
{
    // More pictures than any codec holds back for their order, those left out between them counted.
    private const int Remembered = 256;

    private readonly CompressedUnit[] _sent = new CompressedUnit[Remembered];
    private DecoderContext? _context;
    private VideoCodec _codec;
    private bool _isIntact;

    /// <summary>The access unit whose picture is the newest; null before the first.</summary>
    public CompressedUnit? Shown { get; private set; }

    /// <summary>Serial of the newest access unit that was looked at.</summary>
    public long Used { get; private set; }

    /// <summary>What the stream says of the newest picture.</summary>
    public VideoFormat? Format { get; private set; }

    /// <summary>The newest picture's planes, valid until more is decoded.</summary>
    public YuvPicture View() => _context!.View();

    /// <summary>Decodes what there is.</summary>
    /// <param name="next">Gives the access units that follow those before, in any portions; null when there are no more.</param>
    /// <param name="showLast">A last picture that nothing refers to is decoded, too.</param>
    /// <param name="mostPortions">Ends after so many.</param>
    /// <param name="deadline">Timestamp after which nobody waits any more.</param>
    /// <exception cref="PictureException">It cannot be decoded, and nothing can until the next key frame; or it was not all decoded in time.</exception>
    public void Decode(Func<CompressedPicture?> next, bool showLast, int mostPortions, long deadline)
    {
        for (var portion = 0; portion < mostPortions && next() is { } picture; portion++)
        {
            using (picture)
            {
                Decode(picture, showLast && picture.IsAll);
            }

            if (time.GetTimestamp() > deadline)
            {
                throw new PictureException(TickOutcome.Overload, null, "the machine is too busy to decode all of the track's pictures in time");
            }
        }
    }

    public void Dispose() => _context?.Dispose();

    private void Decode(CompressedPicture picture, bool showLast)
    {
        for (var index = 0; index < picture.Units.Count; index++)
        {
            var unit = picture.Units[index];
            Used = unit.Serial;
            if (unit.IsKey)
            {
                Begin(picture.Format);
            }

            if (unit.IsReference || (showLast && index == picture.Units.Count - 1))
            {
                Decode(picture.Bytes(unit), unit);
            }
        }
    }

    private void Decode(ReadOnlySpan<byte> bytes, CompressedUnit unit)
    {
        if (!_isIntact)
        {
            throw new PictureException(FailureReason.Decode, "a picture before it could not be decoded; the next key frame ends this");
        }

        _isIntact = false;
        _sent[unit.Serial % Remembered] = unit;
        _context!.Send(bytes, unit.Serial);
        _isIntact = true;
        if (_context.Newest is { } newest)
        {
            Shown = _sent[newest % Remembered];
        }
    }

    private void Begin(VideoFormat format)
    {
        (_isIntact, Shown) = (false, null);
        if (format.IsTooLarge)
        {
            throw StillMaker.TooLarge(format);
        }

        if (_context is null || _codec != format.Codec)
        {
            _context?.Dispose();
            _context = null;
            _context = new DecoderContext(format.Codec, isEager: true);
        }

        _context.Flush();
        (_codec, _isIntact, Format) = (format.Codec, true, format);
    }
}
