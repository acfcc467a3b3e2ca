using System.Globalization;
using System.Text;
using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources.Http;

namespace OrleansFrames.CaptureWorker.Sources.Hls;

/// <summary>A playlist (RFC 8216), as far as it is needed to fetch video.</summary>
internal sealed class HlsPlaylist
{
    // A live playlist lists some; a recording of a day in segments of 2 s is 43,200.
    private const int MaxSegments = 50_000;

    private static readonly TimeSpan LongestSegment = TimeSpan.FromSeconds(60);

    private readonly Uri _base;
    private readonly List<HlsVariant> _variants = [];
    private readonly List<HlsSegment> _segments = [];
    private long _sequence;
    private long _discontinuity;
    private TimeSpan _duration;
    private HlsKey? _key;
    private HlsPart? _map;
    private string? _range;
    private long _after;
    private HlsAttributes? _stream;

    private HlsPlaylist(Uri url) => _base = url;

    /// <summary>Sizes to choose from; none in a media playlist.</summary>
    public IReadOnlyList<HlsVariant> Variants => _variants;

    public IReadOnlyList<HlsSegment> Segments => _segments;

    public TimeSpan TargetDuration { get; private set; } = TimeSpan.FromSeconds(6);

    /// <summary>No segment will be added any more.</summary>
    public bool IsEnded { get; private set; }

    /// <exception cref="SourceException">It is no playlist, or one that needs what is not supported.</exception>
    public static HlsPlaylist Parse(Downloaded playlist)
    {
        var text = Encoding.UTF8.GetString(playlist.Bytes.Span).TrimStart('\uFEFF');
        if (!text.StartsWith("#EXTM3U", StringComparison.Ordinal))
        {
            throw Unsupported("a playlist does not begin with #EXTM3U");
        }

        var parsed = new HlsPlaylist(playlist.Url);
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            parsed.Read(line.Trim());
        }

        return parsed;
    }

    private void Read(ReadOnlySpan<char> line)
    {
        if (line.IsEmpty)
        {
            return;
        }

        if (line[0] != '#')
        {
            AddUrl(line.ToString());
            return;
        }

        var colon = line.IndexOf(':');
        if (line.StartsWith("#EXT"))
        {
            ReadTag(colon < 0 ? line : line[..colon], colon < 0 ? "" : line[(colon + 1)..].ToString());
        }
    }

    private void ReadTag(ReadOnlySpan<char> name, string value)
    {
        switch (name)
        {
            case "#EXT-X-STREAM-INF":
                _stream = new HlsAttributes(value);
                break;
            case "#EXT-X-TARGETDURATION":
                TargetDuration = Seconds(value);
                break;
            case "#EXT-X-MEDIA-SEQUENCE":
                _sequence = Number(value);
                break;
            case "#EXT-X-DISCONTINUITY-SEQUENCE":
                _discontinuity = Number(value);
                break;
            case "#EXT-X-DISCONTINUITY":
                _discontinuity++;
                break;
            case "#EXTINF":
                _duration = Seconds(value.Split(',')[0]);
                break;
            case "#EXT-X-BYTERANGE":
                _range = value;
                break;
            case "#EXT-X-KEY":
                _key = Key(new HlsAttributes(value));
                break;
            case "#EXT-X-MAP":
                _map = Map(new HlsAttributes(value));
                break;
            case "#EXT-X-ENDLIST":
                IsEnded = true;
                break;
            default:
                break;
        }
    }

    private void AddUrl(string text)
    {
        var url = Resolve(text);
        if (_stream is { } stream)
        {
            var (width, height) = stream.Resolution();
            _variants.Add(new HlsVariant(url, width, height));
            _stream = null;
        }
        else if (_segments.Count < MaxSegments)
        {
            var part = new HlsPart(url, Range(_range, url));
            _segments.Add(new HlsSegment(_sequence++, _discontinuity, part, _duration, _key, _map));
            (_duration, _range) = (TimeSpan.Zero, null);
        }
    }

    /// <summary>A part without an offset begins where the one before it of the same resource ends.</summary>
    private ByteRange? Range(string? text, Uri url)
    {
        if (text is null)
        {
            return null;
        }

        var parts = text.Split('@');
        var follows = _segments.Count > 0 && _segments[^1].Part.Url == url ? _after : 0;
        var (length, start) = (Number(parts[0]), parts.Length > 1 ? Number(parts[1]) : follows);
        _after = start + length;
        return length > 0 ? new ByteRange(start, length) : throw Unsupported("a byte range of the playlist cannot be read");
    }

    private HlsKey? Key(HlsAttributes key)
    {
        var method = key["METHOD"];
        if (method == "NONE")
        {
            return null;
        }

        return method == "AES-128" && key["KEYFORMAT"] is null or "identity" && key["URI"] is { } url
            ? new HlsKey(Resolve(url), key.Vector())
            : throw Unsupported($"the playlist's encryption {method} is not supported; AES-128 is");
    }

    private HlsPart Map(HlsAttributes map)
    {
        var url = Resolve(map["URI"] ?? throw Unsupported("the playlist's EXT-X-MAP has no URI"));
        return new HlsPart(url, map["BYTERANGE"] is { } range ? Range(range.Contains('@') ? range : $"{range}@0", url) : null);
    }

    private Uri Resolve(string text) => Uri.TryCreate(_base, text, out var url) ? url : throw Unsupported("a URL of the playlist cannot be read");

    private static long Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value < 1L << 60 ? value : 0;

    private static TimeSpan Seconds(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value < LongestSegment.TotalSeconds
            ? TimeSpan.FromSeconds(value)
            : LongestSegment;

    private static SourceException Unsupported(string detail) => new(FailureReason.Unsupported, detail);
}
