using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Sources.Http;
using OrleansFrames.CaptureWorker.Sources.Vlc;

namespace OrleansFrames.CaptureWorker.Sources.Files;

/// <summary>Plays <c>file</c> URLs of transport streams and MP4 files below one folder, once, at the pace of their pictures.</summary>
/// <param name="root">The folder; null when no file may be played.</param>
internal sealed class FileSource(string? root, SourceLimits limits, TimeProvider time)
{
    private readonly VlcPlayback _playback = new(limits, time);

    /// <summary>Plays a URL into a sink until it ends; never throws but for cancellation.</summary>
    public Task<SourceFault> PlayAsync(SourceDemand demand, IMediaSink sink, CancellationToken cancellationToken) => SourceAttempt.RunAsync(
        async () =>
        {
            using var file = new RootedFile(root).Open(demand.Url);
            var format = await FormatAsync(file, cancellationToken);
            var media = new RecordedMedia((position, _) => Task.FromResult<Stream>(RootedFile.Reopen(file, position)));
            return await _playback.PlayAsync(format, media.FeedAsync, sink, cancellationToken);
        },
        cancellationToken);

    private static async Task<MediaFormat> FormatAsync(FileStream file, CancellationToken cancellationToken)
    {
        var head = new byte[MediaSniffer.Enough];
        var length = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        return MediaSniffer.Of(head.AsSpan(0, length), isAll: true) switch
        {
            MediaKind.Ts => MediaFormat.RecordedTs(file.Length),
            MediaKind.Mp4 => MediaFormat.RecordedMp4(file.Length),
            _ => throw new SourceException(FailureReason.Unsupported, "the file is neither a transport stream nor MP4"),
        };
    }
}
