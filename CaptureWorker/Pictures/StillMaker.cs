using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources.Codecs;

namespace OrleansFrames.CaptureWorker.Pictures;

/// <summary>Makes stills with native code, one after the other. For one thread.</summary>
internal sealed class StillMaker(TimeProvider time, bool hasTurboJpeg) : IDisposable
{
    private readonly StillRenderer _renderer = new(hasTurboJpeg);
    private readonly Dictionary<VideoCodec, VideoDecoder> _decoders = [];

    public static PictureException TooLarge(VideoFormat format) => new(
        FailureReason.Unsupported,
        $"pictures of {format.CodedWidth}x{format.CodedHeight} are larger than 8192 pixels a side or 16 Mpixel; lower the camera's resolution");

    /// <summary>The last picture of a group.</summary>
    /// <exception cref="PictureException">No still could be made, or not in time.</exception>
    public RenderedStill Make(CompressedPicture picture, StillOrder order)
    {
        if (picture.Format.IsTooLarge)
        {
            throw TooLarge(picture.Format);
        }

        Check(order);
        var codec = picture.Format.Codec;
        if (!_decoders.TryGetValue(codec, out var decoder))
        {
            _decoders.Add(codec, decoder = new VideoDecoder(codec, time));
        }

        var decoded = decoder.Decode(picture, order.Deadline, out var shown);
        return _renderer.Render(decoded, picture.Format, order, picture.Units[shown], picture.Units[^1].Serial);
    }

    /// <summary>The newest picture of a track that is decoded as it comes.</summary>
    /// <exception cref="PictureException">No still could be made, or not in time.</exception>
    public RenderedStill Make(TrackDecoder decoder, Func<CompressedPicture?> next, StillOrder order)
    {
        Check(order);
        decoder.Decode(next, showLast: true, int.MaxValue, order.Deadline);
        return decoder is { Shown: { } shown, Format: { } format }
            ? _renderer.Render(decoder.View(), format, order, shown, decoder.Used)
            : throw new PictureException(TickOutcome.Frozen, null, "what has come since the last picture shows nothing later");
    }

    public void Dispose()
    {
        foreach (var decoder in _decoders.Values)
        {
            decoder.Dispose();
        }

        _renderer.Dispose();
    }

    private void Check(StillOrder order)
    {
        if (time.GetTimestamp() > order.Deadline)
        {
            throw new PictureException(TickOutcome.Overload, null, "the machine is too busy to decode all pictures in time");
        }
    }
}
