using System.Globalization;

namespace OrleansFrames.CaptureWorker.Tests.Servers;

/// <summary>nginx on loopback: a folder over HTTP, an application "live" over RTMP.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    // Not on the path of everybody.
    private const string Program = "/usr/sbin/nginx";

    private readonly DirectoryInfo _folder;
    private readonly ServerProcess _server;

    private Nginx(DirectoryInfo folder, ServerProcess server, int port, int rtmpPort)
    {
        (_folder, _server, Port, RtmpPort) = (folder, server, port, rtmpPort);
    }

    public int Port { get; }

    public int RtmpPort { get; }

    /// <summary>What is put here is served.</summary>
    public string Folder => Path.Combine(_folder.FullName, "www");

    public static async Task<Nginx> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("frames-nginx-");
        Directory.CreateDirectory(Path.Combine(folder.FullName, "www"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "users"), "bob:{PLAIN}p@ss\n");
        var rtmpPort = 0;
        var (server, port) = await Ports.StartAsync(File.Exists(Program) ? Program : "nginx", port =>
        {
            rtmpPort = Ports.Free();
            File.WriteAllText(Path.Combine(folder.FullName, "nginx.conf"), Configuration(folder.FullName, port, rtmpPort));
            return ["-p", folder.FullName, "-c", Path.Combine(folder.FullName, "nginx.conf"), "-e", "stderr"];
        });
        return new Nginx(folder, server, port, rtmpPort);
    }

    public string Url(string name) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/{name}");

    public string RtmpUrl(string name) => string.Create(CultureInfo.InvariantCulture, $"rtmp://127.0.0.1:{RtmpPort}/live/{name}");

    public string PathOf(string name) => Path.Combine(Folder, name);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    // A single process, so that ending it ends all; as root it would otherwise give its worker to another user, who cannot read the folder.
    private static string Configuration(string folder, int port, int rtmpPort) => $$"""
        load_module /usr/lib/nginx/modules/ngx_rtmp_module.so;
        daemon off;
        master_process off;
        pid {{folder}}/pid;
        events { worker_connections 64; }
        http {
          access_log off;
          client_body_temp_path {{folder}}/body; proxy_temp_path {{folder}}/proxy; fastcgi_temp_path {{folder}}/fastcgi;
          uwsgi_temp_path {{folder}}/uwsgi; scgi_temp_path {{folder}}/scgi;
          server {
            listen 127.0.0.1:{{port.ToString(CultureInfo.InvariantCulture)}};
            root {{folder}}/www;
            location /secret/ { auth_basic "media"; auth_basic_user_file {{folder}}/users; alias {{folder}}/www/; }
            location /whole/ { max_ranges 0; alias {{folder}}/www/; }
          }
        }
        rtmp { access_log off; server { listen 127.0.0.1:{{rtmpPort.ToString(CultureInfo.InvariantCulture)}}; application live { live on; } } }
        """;
}
