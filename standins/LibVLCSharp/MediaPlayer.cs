namespace LibVLCSharp.Shared;

public class MediaPlayer : Internal
{
    private const int EndReachedEvent = 265;
    private const int EncounteredErrorEvent = 266;

    private readonly Dictionary<int, Native.EventCallback> _attached = [];
    private EventHandler<EventArgs>? _endReached;
    private EventHandler<EventArgs>? _encounteredError;


    public MediaPlayer(Media media)
        : base(() => Native.PlayerNewFromMedia(media.NativeReference), Native.PlayerRelease)
    {
    }

    public event EventHandler<EventArgs> EndReached
    {
        add
        {
            _endReached += value;
            Attach(EndReachedEvent, () => _endReached?.Invoke(this, EventArgs.Empty));
        }
        remove => _endReached -= value;
    }

    public event EventHandler<EventArgs> EncounteredError
    {
        add
        {
            _encounteredError += value;
            Attach(EncounteredErrorEvent, () => _encounteredError?.Invoke(this, EventArgs.Empty));
        }
        remove => _encounteredError -= value;
    }

    public bool Play() => Native.PlayerPlay(NativeReference) == 0;

    public void Stop() => Native.PlayerStop(NativeReference);

    private void Attach(int type, Action raise)
    {
        if (_attached.ContainsKey(type))
        {
            return;
        }

        Native.EventCallback callback = (_, _) => raise();
        _attached[type] = callback;
        if (Native.EventAttach(Native.PlayerEventManager(NativeReference), type, callback, IntPtr.Zero) != 0)
        {
            throw new VLCException($"Could not attach event {type}");
        }
    }
}
