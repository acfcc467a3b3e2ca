using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources.Codecs;

namespace OrleansFrames.CaptureWorker.Pictures;

/// <summary>Scales a decoded picture, gives it JPEG's range and matrix, and encodes it. For one thread.</summary>
/// <param name="hasTurboJpeg">libjpeg-turbo makes the JPEGs; without it ImageMagick does.</param>
internal sealed unsafe class StillRenderer(bool hasTurboJpeg) : IDisposable
{
    private readonly TurboJpegEncoder? _turbo = hasTurboJpeg ? new TurboJpegEncoder() : null;
    private readonly NativeScratch _scratch = new();
    private readonly NativeScratch _turned = new();
    private MagickEncoder? _magick;
    private short[] _row = [];
    private nint _scaler;

    /// <exception cref="PictureException">The native libraries refuse the picture.</exception>
    public RenderedStill Render(YuvPicture picture, VideoFormat source, StillOrder order, CompressedUnit shown, long used)
    {
        var size = PictureSize.Fit(picture.Width, picture.Height, source.Aspect, order.ShortSide);
        var isAsIs = picture.Is420 && size == new PictureSize(picture.Width & ~1, picture.Height & ~1);
        var planes = stackalloc byte*[4];
        var strides = stackalloc int[4];
        for (var plane = 0; plane < 4; plane++)
        {
            planes[plane] = picture.Plane(plane);
            strides[plane] = picture.Strides[plane];
        }

        if (!isAsIs)
        {
            Scale(picture, size, planes, strides);
        }

        if (Blankness.IsBlank(planes[0], strides[0], size.Width, size.Height))
        {
            return new RenderedStill(new EncodedStill([], 0), size, shown) { Used = used };
        }

        // The stream's own word counts: the decoder, shared by all tracks, keeps the range of the last one that told it.
        CorrectColours(source.FullRange, source.IsBt709, size, planes, strides);
        if (source.Rotation != 0)
        {
            size = Turn(source.Rotation, size, planes, strides);
        }

        return new RenderedStill(Encode(planes, strides, size, order.Format), size, shown) { Used = used };
    }

    public void Dispose()
    {
        _turbo?.Dispose();
        _magick?.Dispose();
        LibAv.sws_freeContext(_scaler);
        _scratch.Dispose();
        _turned.Dispose();
    }

    private void Scale(in YuvPicture picture, PictureSize size, byte** planes, int* strides)
    {
        // The range stays: expanding it here costs more than twice the scaling.
        var target = picture.IsFullRangeFormat ? LibAv.PixelYuvJ420 : LibAv.PixelYuv420;
        _scaler = LibAv.sws_getCachedContext(
            _scaler, picture.Width, picture.Height, picture.Format, size.Width, size.Height, target, LibAv.ScaleArea, 0, 0, 0);
        if (_scaler == 0)
        {
            throw new PictureException(
                FailureReason.Unsupported, $"pictures of {picture.Width}x{picture.Height} in pixel format {picture.Format} cannot be scaled");
        }

        var to = stackalloc byte*[4];
        var toStrides = stackalloc int[4];
        _scratch.Lay(size, to, toStrides);
        if (LibAv.sws_scale(_scaler, planes, strides, 0, picture.Height, to, toStrides) <= 0)
        {
            throw new PictureException(FailureReason.Decode, "the picture could not be scaled");
        }

        for (var plane = 0; plane < 3; plane++)
        {
            planes[plane] = to[plane];
            strides[plane] = toStrides[plane];
        }
    }

    private void CorrectColours(bool isFullRange, bool isBt709, PictureSize size, byte** planes, int* strides)
    {
        if (isFullRange && !isBt709)
        {
            return;
        }

        var to = stackalloc byte*[4];
        var toStrides = stackalloc int[4];
        _scratch.Lay(size, to, toStrides);
        for (var plane = 0; plane < 3; plane++)
        {
            var width = plane == 0 ? size.Width : size.Width / 2;
            var height = plane == 0 ? size.Height : size.Height / 2;
            if (isFullRange)
            {
                Copy(planes[plane], strides[plane], to[plane], toStrides[plane], width, height);
            }
            else if (plane == 0)
            {
                ColourRange.ExpandLuma(planes[plane], strides[plane], to[plane], toStrides[plane], width, height);
            }
            else
            {
                ColourRange.ExpandChroma(planes[plane], strides[plane], to[plane], toStrides[plane], width, height);
            }

            planes[plane] = to[plane];
            strides[plane] = toStrides[plane];
        }

        if (isBt709)
        {
            _row = _row.Length < size.Width ? new short[size.Width] : _row;
            ColourMatrix.ToBt601(planes, strides, size, _row);
        }
    }

    private PictureSize Turn(int degrees, PictureSize size, byte** planes, int* strides)
    {
        var turned = degrees == 180 ? size : new PictureSize(size.Height, size.Width);
        var to = stackalloc byte*[4];
        var toStrides = stackalloc int[4];
        _turned.Lay(turned, to, toStrides);
        for (var plane = 0; plane < 3; plane++)
        {
            var of = plane == 0 ? size : new PictureSize(size.Width / 2, size.Height / 2);
            Turning.Turn(planes[plane], strides[plane], to[plane], toStrides[plane], of, degrees);
            planes[plane] = to[plane];
            strides[plane] = toStrides[plane];
        }

        return turned;
    }

    private static void Copy(byte* from, int fromStride, byte* to, int toStride, int width, int height)
    {
        for (var y = 0; y < height && from != to; y++)
        {
            Buffer.MemoryCopy(from + ((long)y * fromStride), to + ((long)y * toStride), width, width);
        }
    }

    private EncodedStill Encode(byte** planes, int* strides, PictureSize size, PictureFormat format) =>
        _turbo is not null && format == PictureFormat.Jpeg
            ? _turbo.Encode(planes, strides, size)
            : (_magick ??= new MagickEncoder()).Encode(planes, strides, size, format);
}
