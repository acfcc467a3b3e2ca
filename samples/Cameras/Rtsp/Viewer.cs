using System.Threading.Channels;
using OrleansFrames.Cameras.Video;

namespace OrleansFrames.Cameras.Rtsp;

/// <summary>What waits to be sent to one client. A client that reads too slowly loses access units and goes on with a key picture.</summary>
internal sealed class Viewer
{
    private const int Room = 300;

    private readonly Channel<AccessUnit> _waiting;
    private bool _lost;

    public Viewer(IReadOnlyList<AccessUnit> group)
    {
        _waiting = Channel.CreateBounded<AccessUnit>(group.Count + Room);
        foreach (var unit in group)
        {
            Offer(unit);
        }
    }

    public ChannelReader<AccessUnit> Waiting => _waiting.Reader;

    public void Offer(AccessUnit unit) => _lost = (_lost && !unit.IsKey) || !_waiting.Writer.TryWrite(unit);
}
