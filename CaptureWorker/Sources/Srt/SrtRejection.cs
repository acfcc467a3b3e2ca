using OrleansFrames.Capture;

namespace OrleansFrames.CaptureWorker.Sources.Srt;

/// <summary>Why an SRT server was not reached (SRT_REJECT_REASON, and from 1000 on the answer's code as in HTTP).</summary>
internal static class SrtRejection
{
    // The call was given up without a word of the other side.
    private const int Unknown = 0;
    private const int Version = 8;
    private const int WrongSecret = 10;
    private const int Unsecured = 11;
    private const int Timeout = 16;
    private const int Unauthorized = 1401;
    private const int Forbidden = 1403;
    private const int NotFound = 1404;

    public static SourceFault Fault(int reason, string place, TimeSpan limit) => reason switch
    {
        WrongSecret => SourceFault.Failed(FailureReason.Auth, $"{place} uses another passphrase; check the one in the URL"),
        Unsecured => SourceFault.Failed(FailureReason.Auth, $"one of {place} and the URL has a passphrase and the other has none; put passphrase=... into the URL, or take it out"),
        Unauthorized or Forbidden => SourceFault.Failed(FailureReason.Auth, $"{place} does not let this stream id in ({reason}); check streamid in the URL"),
        NotFound => SourceFault.Failed(FailureReason.NotFound, $"{place} knows no stream of this id ({reason}); check streamid in the URL"),
        Unknown or Timeout => SourceFault.Failed(
            FailureReason.Timeout, $"{place} did not answer by SRT within {limit.TotalSeconds:0.#} s; check host and port in the URL, and that the source listens"),
        Version => SourceFault.Failed(FailureReason.Unsupported, $"{place} speaks another version of SRT"),
        _ => SourceFault.Failed(FailureReason.Refused, $"{place} refused the SRT connection ({reason}); check streamid in the URL"),
    };
}
