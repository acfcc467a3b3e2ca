using System.Runtime.InteropServices;

namespace LibVLCSharp.Shared;

public class LibVLC : Internal
{
    public LibVLC(params string[] options)
        : base(() => Create(options), Native.Release)
    {
    }

    public string Version => Marshal.PtrToStringUTF8(Native.GetVersion())!;

    private static IntPtr Create(string[] options)
    {
        var texts = options.Select(Marshal.StringToCoTaskMemUTF8).ToArray();
        try
        {
            return Native.New(texts.Length, texts);
        }
        catch (DllNotFoundException missing)
        {
            throw new VLCException($"LibVLC could not be created. {missing.Message}");
        }
        finally
        {
            Array.ForEach(texts, Marshal.FreeCoTaskMem);
        }
    }
}
