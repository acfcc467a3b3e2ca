using OrleansFrames.Bench.Hosts;

namespace OrleansFrames.Bench.Capture.Cameras;

/// <summary>A clip over RTMP: ffmpeg publishes it to nginx, and every track plays it from there.</summary>
internal sealed class RtmpCameras : ICameras
{
    private const string Nginx = "/usr/sbin/nginx";

    private readonly DirectoryInfo _folder;
    private readonly ChildProcess _nginx;
    private readonly ChildProcess _publisher;
    private readonly string _url;

    private RtmpCameras(DirectoryInfo folder, ChildProcess nginx, ChildProcess publisher, string url)
        => (_folder, _nginx, _publisher, _url) = (folder, nginx, publisher, url);

    public static async Task<RtmpCameras> StartAsync(CaptureScene scene, CancellationToken cancellationToken)
    {
        var clip = await Clips.MakeAsync(scene, cancellationToken);
        var port = Ports.Free();
        var folder = Directory.CreateTempSubdirectory("frames-bench-nginx-");
        var file = Path.Combine(folder.FullName, "nginx.conf");
        await File.WriteAllTextAsync(file, Configuration(folder.FullName, port), cancellationToken);
        var nginx = ChildProcess.Start(Nginx, ["-p", folder.FullName, "-c", file, "-e", "stderr"]);
        var url = $"rtmp://127.0.0.1:{port}/live/camera";

        // It comes again until nginx listens.
        var publisher = ChildProcess.Start(
            "bash",
            ["-c", $"until ffmpeg -nostdin -v error -re -stream_loop -1 -i '{clip}' -c copy -f flv '{url}'; do sleep 0.2; done"]);
        return new(folder, nginx, publisher, url);
    }

    public object Track(int number) => new { track_type = "TRACK_TYPE_VIDEO", url = _url };

    public async ValueTask DisposeAsync()
    {
        await _publisher.DisposeAsync();
        await _nginx.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    // A single process, so that ending it ends all.
    private static string Configuration(string folder, int port) => $$"""
        load_module /usr/lib/nginx/modules/ngx_rtmp_module.so;
        daemon off;
        master_process off;
        pid {{folder}}/pid;
        events { worker_connections 1024; }
        rtmp { access_log off; server { listen 127.0.0.1:{{port}}; application live { live on; } } }
        """;
}
