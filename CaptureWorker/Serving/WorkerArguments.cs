using System.Net;
using OrleansFrames.CaptureWorker.Sources.Rtp;
using OrleansFrames.Network;

namespace OrleansFrames.CaptureWorker.Serving;

/// <summary>The worker's command line. Sources, with their passwords, come over the socket only.</summary>
/// <param name="Socket">Path of the Unix domain socket that the parent silo listens on.</param>
/// <param name="Rule">Where the worker may connect to.</param>
/// <param name="FileRoot">The folder of the files that may be played; null when none may.</param>
/// <param name="Ports">Where media servers may send RTP.</param>
internal sealed record WorkerArguments(string Socket, AddressRule Rule, string? FileRoot, RtpPorts Ports)
{
    public const string Usage = "usage: --socket PATH [--allow CIDR]... [--allow-private] [--file-root FOLDER] [--rtp-address ADDRESS] [--rtp-ports FIRST-LAST]";

    /// <summary>The arguments, or one sentence that says what is wrong.</summary>
    public static (WorkerArguments? Arguments, string? Error) Parse(IReadOnlyList<string> words)
    {
        string? socket = null;
        string? fileRoot = null;
        var ports = RtpPorts.Default;
        var allow = new List<IPNetwork>();
        var allowPrivate = false;
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
                default:
                    return (null, $"'{words[at]}' is not understood; {Usage}");
            }
        }

        return socket is null ? (null, Usage) : (new WorkerArguments(socket, new AddressRule(allow, allowPrivate), fileRoot, ports), null);
    }
}
