using System.Text;
using OrleansFrames.CaptureWorker.Sources.Http;

namespace OrleansFrames.CaptureWorker.Tests.Sources;

public sealed class MediaSnifferTests
{
    public static TheoryData<byte[], MediaKindName> Bodies => new()
    {
        { Encoding.ASCII.GetBytes("#EXTM3U\n"), MediaKindName.Hls },
        { Encoding.UTF8.GetBytes("\uFEFF#EXTM3U\n"), MediaKindName.Hls },
        { [0, 0, 0, 32, .. "ftypisom"u8], MediaKindName.Mp4 },
        { [0, 0, 0, 32, .. "moof"u8], MediaKindName.Mp4 },
        { Packets(0), MediaKindName.Ts },
        { Packets(100), MediaKindName.Ts },
        { Encoding.ASCII.GetBytes("<?xml version=\"1.0\"?>\n<MPD>"), MediaKindName.Dash },
        { Encoding.ASCII.GetBytes("<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\">"), MediaKindName.Dash },
        { Encoding.ASCII.GetBytes("<html>"), MediaKindName.Unknown },
        { [], MediaKindName.Unknown },
        { new byte[1024], MediaKindName.Unknown },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void AWholeBody_IsTold(byte[] body, MediaKindName kind) => Assert.Equal(kind.ToString(), MediaSniffer.Of(body, isAll: true).ToString());

    [Fact]
    public void ABeginning_ThatMayBecomeAnything_IsOpen()
    {
        Assert.Equal(MediaKind.Open, MediaSniffer.Of("#EXTM"u8, isAll: false));
        Assert.Equal(MediaKind.Open, MediaSniffer.Of(Packets(0).AsSpan(0, 187), isAll: false));
    }

    [Fact]
    public void Enough_IsEnough() => Assert.NotEqual(MediaKind.Open, MediaSniffer.Of(new byte[MediaSniffer.Enough], isAll: false));

    private static byte[] Packets(int offset)
    {
        var bytes = new byte[MediaSniffer.Enough];
        for (var at = offset; at < bytes.Length; at += 188)
        {
            bytes[at] = 0x47;
        }

        return bytes;
    }

    public enum MediaKindName
    {
        Ts,
        Mp4,
        Hls,
        Dash,
        Unknown,
    }
}
