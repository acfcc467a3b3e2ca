using System.Net;
using OrleansFrames.CaptureWorker.Sources.Rtp;
using OrleansFrames.Network;

namespace OrleansFrames.CaptureWorker.Serving;

/// <summary>The worker's command line. Sources, with their passwords, come over the socket only.</summary>
/// <param name="Socket">Path of the Unix domain socket that the parent silo listens on.</param>
/// <param name="Rule">Where the worker may connect to.</param>
/// <param name="FileRoot">The folder of the files that may be played; null when none may.</param>
/// <param name="Ports">Where media servers may send RTP.</param>
/// <param name="PlaysLibVlc">It gets the sources that libVLC takes apart: libVLC is loaded at the start.</param>
/// <param name="IsFenced">It gives up what it does not need.</param>
/// <param name="CheckFence">Serves nobody: tries what the fence is there to stop, on this file.</param>
/// <param name="Fences">What the program gave up before it executed itself again; null the first time.</param>
internal sealed record WorkerArguments(
    string Socket, AddressRule Rule, string? FileRoot, RtpPorts Ports, bool PlaysLibVlc = false, bool IsFenced = true, string? CheckFence = null,
    IReadOnlyList<string>? Fences = null)
{
    public const string Usage =
        "usage: --socket PATH [--allow CIDR]... [--allow-private] [--file-root FOLDER] [--rtp-address ADDRESS] [--rtp-ports FIRST-LAST] [--libvlc] "
        + "[--no-fence] [--check-fence FILE]";

    private const string HeldFences = "--fences=";

    /// <summary>The arguments, or one sentence that says what is wrong.</summary>
    public static (WorkerArguments? Arguments, string? Error) Parse(IReadOnlyList<string> words)
    {
        string? socket = null;
        string? fileRoot = null;
        string? checkFence = null;
        var ports = RtpPorts.Default;
        var allow = new List<IPNetwork>();
        var (allowPrivate, playsLibVlc, isFenced) = (false, false, true);
        IReadOnlyList<string>? fences = null;
        for (var at = 0; at < words.Count; at++)
        {
            switch (words[at])
            {
                case "--socket" when at + 1 < words.Count:
                    socket = words[++at];
                    break;
                case "--allow" when at + 1 < words.Count && IPNetwork.TryParse(words[at + 1], out var network):
                    allow.Add(network);
                    at++;
                    break;
                case "--file-root" when at + 1 < words.Count:
                    fileRoot = words[++at];
                    break;
                case "--rtp-address" when at + 1 < words.Count && IPAddress.TryParse(words[at + 1], out var address):
                    ports = ports with { Address = address };
                    at++;
                    break;
                case "--rtp-ports" when at + 1 < words.Count && RtpPorts.TryParse(words[at + 1], out var first, out var last):
                    ports = ports with { First = first, Last = last };
                    at++;
                    break;
                case "--allow-private":
                    allowPrivate = true;
                    break;
                case "--libvlc":
                    playsLibVlc = true;
                    break;
                case "--check-fence" when at + 1 < words.Count:
                    checkFence = words[++at];
                    break;
                case "--no-fence":
                    isFenced = false;
                    break;
                case var word when word.StartsWith(HeldFences, StringComparison.Ordinal):
                    fences = word[HeldFences.Length..].Split(',', StringSplitOptions.RemoveEmptyEntries);
                    break;
                default:
                    return (null, $"'{words[at]}' is not understood; {Usage}");
            }
        }

        return socket is null
            ? (null, Usage)
            : (new WorkerArguments(socket, new AddressRule(allow, allowPrivate), fileRoot, ports, playsLibVlc, isFenced, checkFence, fences), null);
    }
}
