using System.ComponentModel.DataAnnotations;

namespace OrleansFrames.Silo.Capture.Workers;

/// <summary>The capture workers of this silo.</summary>
public sealed class CaptureWorkerOptions
{
    /// <summary>Path of the worker's assembly. Default: <c>CaptureWorker/OrleansFrames.CaptureWorker.dll</c> beside the silo.</summary>
    public string? Path { get; set; }

    /// <summary>
    /// Worker processes at most. One for RTSP and RTP runs always; more are started as tracks need them, those for libVLC apart. Default: 8.
    /// </summary>
    [Range(2, 64)]
    public int Count { get; set; } = 8;

    /// <summary>Tracks of RTSP or RTP that one worker takes. Default: 200.</summary>
    [Range(1, 2000)]
    public int TracksPerWorker { get; set; } = 200;

    /// <summary>Tracks that one worker takes of those that libVLC takes apart: they need more memory, and fall together. Default: 100.</summary>
    [Range(1, 2000)]
    public int LibVlcTracksPerWorker { get; set; } = 100;

    /// <summary>Share of the machine's processors, in percent, that capture may use; beyond, ticks are <c>overload</c> in fair rotation. Default: 80.</summary>
    [Range(1, 100)]
    public int CpuLimitPercent { get; set; } = 80;

    /// <summary>Workers give up what they do not need: writing files, starting programs, most of the file system. Default: true.</summary>
    public bool Fence { get; set; } = true;

    /// <summary>Resident memory at which a worker is replaced, in MB. Default: 2048.</summary>
    [Range(128, 1024 * 1024)]
    public int MemoryLimitMegabytes { get; set; } = 2048;

    /// <summary>Networks in CIDR form that sources may lie in although they are not public. Default: none.</summary>
    public IList<string> Allow { get; } = [];

    /// <summary>Absolute path of the folder whose files may be sources (<c>file</c> URLs). Default: none, so that no file may.</summary>
    public string? FileRoot { get; set; }

    /// <summary>Address of this machine that media servers send RTP to: <c>0.0.0.0</c> or <c>::</c> for every one. Default: <c>127.0.0.1</c>.</summary>
    public string RtpAddress { get; set; } = "127.0.0.1";

    /// <summary>UDP ports that tracks may name for RTP, lowest and highest. Default: <c>1024-65535</c>.</summary>
    public string RtpPorts { get; set; } = "1024-65535";

    /// <summary>Sources may lie on loopback and in private networks. Default: false.</summary>
    public bool AllowPrivate { get; set; }
}
