using System.Runtime.InteropServices;

namespace LibVLCSharp.Shared;

/// <summary>Lets libvlc read a media from callbacks.</summary>
public abstract class MediaInput : IDisposable
{
    private bool _disposed;

    protected MediaInput() => GcHandle = GCHandle.Alloc(this);

    public GCHandle GcHandle { get; private set; }

    public bool CanSeek { get; protected set; } = true;

    public abstract bool Open(out ulong size);

    public abstract int Read(IntPtr buf, uint len);

    public abstract bool Seek(ulong offset);

    public abstract void Close();

    public void Dispose() => Dispose(true);

    protected virtual void Dispose(bool disposing)
    {
        if (!_disposed)
        {
            if (disposing)
            {
                GcHandle.Free();
            }

            _disposed = true;
        }
    }
}
