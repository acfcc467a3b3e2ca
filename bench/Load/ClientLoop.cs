using System.Diagnostics;
using System.Text;

namespace OrleansFrames.Bench.Load;

/// <summary>What one client does again and again, and how long the measured requests took.</summary>
internal sealed class ClientLoop(KeepAliveClient client)
{
    private readonly List<(string Name, double Milliseconds)> _times = [];

    public IReadOnlyList<(string Name, double Milliseconds)> Times => _times;

    /// <summary>Whether requests count now: not while everything warms up.</summary>
    public bool IsCounting { get; set; }

    /// <summary>Sends a request and counts its time under a name, if it is answered with 200 or 201.</summary>
    /// <returns>The status of the answer.</returns>
    /// <exception cref="InvalidOperationException">The answer is neither that nor the one that may come.</exception>
    public async Task<int> SendAsync(string name, byte[] request, int mayBe, CancellationToken cancellationToken)
    {
        var counts = IsCounting;
        var began = Stopwatch.GetTimestamp();
        var (status, body) = await client.SendAsync(request, cancellationToken);
        if (status is 200 or 201)
        {
            if (counts)
            {
                _times.Add((name, Stopwatch.GetElapsedTime(began).TotalMilliseconds));
            }
        }
        else if (status != mayBe)
        {
            throw new InvalidOperationException($"{name} was answered with {status}: {Encoding.UTF8.GetString(body.Span)}");
        }

        return status;
    }
}
