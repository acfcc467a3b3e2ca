using System.Net.Sockets;

namespace OrleansFrames.CaptureWorker.Sources.Rtp;

/// <summary>
/// One thread that empties all UDP sockets of a worker a hundred times a second. Waking up for each datagram costs many times what taking it
/// does; a still is not older for a hundredth of a second. The thread lives while there are sockets.
/// </summary>
internal sealed class UdpPump(TimeProvider time)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(10);

    // A source that sends without end leaves time for the others: what it has too much of, the kernel drops.
    private const int MostBatches = 8;

    private readonly Lock _gate = new();
    private volatile Entry[] _entries = [];
    private bool _isRunning;

    /// <summary>Begins to empty a socket.</summary>
    public void Add(Socket socket, IDatagramHandler handler)
    {
        lock (_gate)
        {
            _entries = [.. _entries, new Entry(socket, handler)];
            if (!_isRunning)
            {
                _isRunning = true;
                new Thread(Run) { IsBackground = true, Name = "udp" }.Start();
            }
        }
    }

    /// <summary>Leaves a socket alone. Once this has returned its handler is not called any more, unless it is the handler that called.</summary>
    public void Remove(Socket socket)
    {
        Entry? removed;
        lock (_gate)
        {
            removed = Array.Find(_entries, entry => entry.Socket == socket);
            _entries = [.. _entries.Where(entry => entry != removed)];
        }

        removed?.Close();
    }

    private void Run()
    {
        using var batch = new DatagramBatch();
        using var never = new ManualResetEvent(initialState: false);
        while (IsWanted())
        {
            foreach (var entry in _entries)
            {
                entry.Empty(batch, time);
            }

            never.WaitOne(Period);
        }
    }

    private bool IsWanted()
    {
        lock (_gate)
        {
            return _isRunning = _entries.Length > 0;
        }
    }

    private sealed class Entry(Socket socket, IDatagramHandler handler)
    {
        private readonly Lock _turn = new();
        private bool _isClosed;

        public Socket Socket => socket;

        public void Close()
        {
            lock (_turn)
            {
                _isClosed = true;
            }
        }

        public void Empty(DatagramBatch batch, TimeProvider time)
        {
            lock (_turn)
            {
                try
                {
                    for (var count = 0; !_isClosed && count < MostBatches && Take(batch, time); count++)
                    {
                    }

                    if (!_isClosed)
                    {
                        handler.Rest(Moment.Now(time));
                    }
                }
                catch (Exception failed)
                {
                    // One source's fault must not end the others' reception.
                    _isClosed = true;
                    handler.Fail(failed);
                }
            }
        }

        /// <summary>Whether there may be more.</summary>
        private bool Take(DatagramBatch batch, TimeProvider time)
        {
            batch.Fill(socket.SafeHandle);
            var now = Moment.Now(time);
            for (var at = 0; at < batch.Count && !_isClosed; at++)
            {
                var datagram = batch.Bytes(at);
                if (!datagram.IsEmpty)
                {
                    handler.Receive(datagram, batch.Sender(at), now);
                }
            }

            return batch.IsFull;
        }
    }
}
