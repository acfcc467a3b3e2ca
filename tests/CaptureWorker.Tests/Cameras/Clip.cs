using System.Security.Cryptography;
using System.Text;

namespace OrleansFrames.CaptureWorker.Tests.Cameras;

/// <summary>Real H.264, made by the ffmpeg command line: one list of NAL units for each picture.</summary>
internal sealed class Clip
{
    private static readonly string Folder = Path.Combine(Path.GetTempPath(), $"frames-clips-{Environment.ProcessId}");
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, Clip> Made = [];

    private Clip(string path)
    {
        File = path;
        var nals = Split(System.IO.File.ReadAllBytes(path));
        var pictures = new List<List<byte[]>>();
        foreach (var nal in nals)
        {
            if (Type(nal) == AccessUnitDelimiter)
            {
                pictures.Add([]);
            }
            else
            {
                pictures[^1].Add(nal);
            }
        }

        Pictures = [.. pictures.Select(picture => picture.ToArray())];
        SequenceSet = nals.First(nal => Type(nal) == 7);
        PictureSet = nals.First(nal => Type(nal) == 8);
    }

    private const int AccessUnitDelimiter = 9;

    /// <summary>The Annex B file.</summary>
    public string File { get; }

    public IReadOnlyList<byte[][]> Pictures { get; }

    public byte[] SequenceSet { get; }

    public byte[] PictureSet { get; }

    /// <summary>A moving test picture.</summary>
    public static Clip Moving(int width = 320, int height = 240, int seconds = 2, int keyEvery = 10, int rate = 10, string more = "") =>
        Make($"testsrc2=s={width}x{height}:r={rate}", $"-t {seconds} -g {keyEvery} {more}");

    /// <summary>Pictures larger than any that are decoded.</summary>
    public static Clip Of8K() => Make("color=gray:s=7680x4320:r=5", "-t 1.6 -g 1 -preset ultrafast -threads 2");

    /// <summary>This clip, and then another.</summary>
    public Clip Then(Clip other)
    {
        lock (Gate)
        {
            var path = $"{File}.{Path.GetFileName(other.File)}";
            System.IO.File.WriteAllBytes(path, [.. System.IO.File.ReadAllBytes(File), .. System.IO.File.ReadAllBytes(other.File)]);
            return new Clip(path);
        }
    }

    /// <summary>Encodes one of ffmpeg's own sources.</summary>
    public static Clip Make(string source, string options, string pixels = "yuv420p")
    {
        lock (Gate)
        {
            var arguments = $"-v error -y -f lavfi -i {source} -pix_fmt {pixels} -c:v libx264 -preset veryfast -bf 0 -sc_threshold 0 {options} -bsf:v h264_metadata=aud=insert";
            if (!Made.TryGetValue(arguments, out var clip))
            {
                if (!Directory.Exists(Folder))
                {
                    Directory.CreateDirectory(Folder);
                    AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Folder, recursive: true);
                }

                var name = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(arguments)))[..16];
                var path = Path.Combine(Folder, $"{name}.h264");
                Ffmpeg.Run($"{arguments} -f h264 {path}");
                Made[arguments] = clip = new Clip(path);
            }

            return clip;
        }
    }

    public static int Type(byte[] nal) => nal[0] & 0x1f;

    public static bool IsKey(byte[][] picture) => picture.Any(nal => Type(nal) == 5);

    private static List<byte[]> Split(byte[] stream)
    {
        var nals = new List<byte[]>();
        var start = -1;
        for (var at = 0; at + 3 <= stream.Length; at++)
        {
            if (stream[at] == 0 && stream[at + 1] == 0 && stream[at + 2] == 1)
            {
                Take(nals, stream, start, at);
                start = at + 3;
            }
        }

        Take(nals, stream, start, stream.Length);
        return nals;
    }

    private static void Take(List<byte[]> nals, byte[] stream, int start, int end)
    {
        while (end > start && start >= 0 && stream[end - 1] == 0)
        {
            end--;
        }

        if (start >= 0)
        {
            nals.Add(stream[start..end]);
        }
    }
}
