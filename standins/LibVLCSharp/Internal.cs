namespace LibVLCSharp.Shared;

/// <summary>An object of libvlc.</summary>
public abstract class Internal : IDisposable
{
    protected readonly Action<IntPtr> Release;
    protected bool IsDisposed;

    protected Internal(Func<IntPtr> create, Action<IntPtr> release)
    {
        Release = release;
        NativeReference = create();
        if (NativeReference == IntPtr.Zero)
        {
            throw new VLCException("Failed to perform instanciation on the native side.");
        }
    }

    public IntPtr NativeReference { get; private set; }

    public void Dispose() => Dispose(true);

    protected virtual void Dispose(bool disposing)
    {
        if (IsDisposed || NativeReference == IntPtr.Zero)
        {
            return;
        }

        Release(NativeReference);
        NativeReference = IntPtr.Zero;
        IsDisposed = true;
    }
}
