using System.Runtime.InteropServices;

namespace LibVLCSharp.Shared;

public class Media : Internal
{
    private static readonly Native.OpenMedia OpenCallback = (IntPtr opaque, ref IntPtr data, out ulong size) =>
    {
        data = opaque;
        return Input(opaque).Open(out size) ? 0 : -1;
    };

    private static readonly Native.ReadMedia ReadCallback = (opaque, buffer, length) => Input(opaque).Read(buffer, length);

    private static readonly Native.SeekMedia SeekCallback = (opaque, offset) => Input(opaque).Seek(offset) ? 0 : -1;

    private static readonly Native.CloseMedia CloseCallback = opaque => Input(opaque).Close();

    public Media(LibVLC libVLC, Uri uri, params string[] options)
        : this(() => FromLocation(libVLC, uri), options)
    {
    }

    public Media(LibVLC libVLC, MediaInput input, params string[] options)
        : this(() => FromInput(libVLC, input), options)
    {
    }

    private Media(Func<IntPtr> create, string[] options)
        : base(create, Native.MediaRelease)
    {
        foreach (var option in options)
        {
            Native.MediaAddOption(NativeReference, option);
        }
    }

    private static IntPtr FromLocation(LibVLC libVLC, Uri uri) => Native.MediaNewLocation(libVLC.NativeReference, uri.AbsoluteUri);

    private static IntPtr FromInput(LibVLC libVLC, MediaInput input) => Native.MediaNewCallbacks(
        libVLC.NativeReference, OpenCallback, ReadCallback, input.CanSeek ? SeekCallback : null, CloseCallback, GCHandle.ToIntPtr(input.GcHandle));

    private static MediaInput Input(IntPtr opaque) => (MediaInput)GCHandle.FromIntPtr(opaque).Target!;
}
