using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace OrleansFrames.CaptureWorker.Tests.Cameras;

/// <summary>One client of a <see cref="TestCamera"/>.</summary>
internal sealed class TestCameraClient(TestCamera camera, TcpClient client) : IDisposable
{
    private const string Nonce = "0a4f113b";

    private Stream _stream = client.GetStream();
    private TestDatagrams? _datagrams;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly RtpPacketizer _packetizer = new(camera.Script.PacketSize);

    public async Task ServeAsync(CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = Task.CompletedTask;
        try
        {
            await SecureAsync(ended.Token);
            while (await ReadRequestAsync(ended.Token) is { } request)
            {
                camera.Log(request[0]);
                if (camera.Script.IsSilent)
                {
                    continue;
                }

                await AnswerAsync(request, ended.Token);
                if (request[0].StartsWith("PLAY", StringComparison.Ordinal) && IsAllowed(request))
                {
                    sending = SendAsync(ended.Token);
                }
            }
        }
        finally
        {
            await ended.CancelAsync();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose()
    {
        client.Dispose();
        _datagrams?.Dispose();
        _writing.Dispose();
    }

    private async Task SecureAsync(CancellationToken cancellationToken)
    {
        if (camera.Script.Certificate is { } certificate)
        {
            var secure = new SslStream(_stream);
            _stream = secure;
            await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, cancellationToken);
        }
    }

    private async Task<string[]?> ReadRequestAsync(CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        var one = new byte[1];
        while (await _stream.ReadAsync(one, cancellationToken) > 0)
        {
            if (one[0] == '$' && line.Length == 0)
            {
                await ReadReportAsync(cancellationToken);
            }
            else if (one[0] != '\n')
            {
                line.Append((char)one[0]);
            }
            else if (line.ToString().TrimEnd('\r') is { Length: > 0 } text)
            {
                lines.Add(text);
                line.Clear();
            }
            else
            {
                return [.. lines];
            }
        }

        return null;
    }

    private async Task ReadReportAsync(CancellationToken cancellationToken)
    {
        var header = new byte[3];
        await _stream.ReadExactlyAsync(header, cancellationToken);
        var report = new byte[(header[1] << 8) | header[2]];
        await _stream.ReadExactlyAsync(report, cancellationToken);
        camera.TakeReport(report);
    }

    private async Task AnswerAsync(string[] request, CancellationToken cancellationToken)
    {
        var script = camera.Script;
        var method = request[0].Split(' ')[0];
        var sequence = Header(request, "CSeq");
        var transport = Header(request, "Transport");
        var answer = $"CSeq: {sequence}\r\n";
        var status = 200;
        var body = "";
        if (!IsAllowed(request) && method != "OPTIONS")
        {
            (status, answer) = (401, $"{answer}WWW-Authenticate: {script.Challenge.Replace("{nonce}", Nonce, StringComparison.Ordinal)}\r\n");
        }
        else if (script.Redirect is { } redirect && request[0].StartsWith(redirect.Request, StringComparison.Ordinal))
        {
            (status, answer) = (302, $"{answer}Location: {redirect.Location}\r\n");
        }
        else if (method == "OPTIONS")
        {
            answer += "Public: OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER, TEARDOWN\r\n";
        }
        else if (method == "DESCRIBE")
        {
            status = script.DescribeStatus;
            body = status == 200 ? script.Sdp ?? script.Packets?.Sdp ?? TestSdp.For(script.Clip!) : "";
            answer += $"Content-Base: {request[0].Split(' ')[1]}/\r\n";
        }
        else if (method == "SETUP" && script.IsUdpOnly && transport.Contains("TCP", StringComparison.Ordinal))
        {
            status = 461;
        }
        else if (method == "SETUP" && script.IsUdpOnly)
        {
            _datagrams = new TestDatagrams(camera, transport, cancellationToken);
            answer += $"Session: 4711;timeout={script.SessionTimeout}\r\nTransport: {_datagrams.Answer}\r\n";
        }
        else if (method == "SETUP")
        {
            answer += $"Session: 4711;timeout={script.SessionTimeout}\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n";
        }

        var text = $"RTSP/1.0 {status} Status\r\n{answer}Content-Length: {body.Length}\r\n\r\n{body}";
        await WriteAsync(Encoding.Latin1.GetBytes(text), cancellationToken);
    }

    private bool IsAllowed(string[] request) =>
        camera.Script.Login is not { } login || TestLogin.Accepts(request[0], Header(request, "Authorization"), login, camera.Script.Challenge, Nonce);

    private static string Header(string[] request, string name) => request
        .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 1)..].Trim())
        .FirstOrDefault("");

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        if (camera.Script.Packets is { } packets)
        {
            await SendAsync(packets, cancellationToken);
        }

        if (camera.Script.Clip is not { } clip)
        {
            return;
        }

        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1 / camera.Script.FramesPerSecond), TimeProvider.System);
        for (var index = 0; ; index++)
        {
            var picture = clip.Pictures[index % clip.Pictures.Count];
            if (!camera.Script.Skips(picture, index))
            {
                if (camera.Pictures >= camera.Script.StallAfter)
                {
                    return;
                }

                var number = 0;
                await ReportAsync((uint)(index * 9000), cancellationToken);
                foreach (var packet in _packetizer.Packets(picture, (uint)(index * 9000)))
                {
                    if (!camera.Script.Loses(index, number++))
                    {
                        await SendPacketAsync(packet, cancellationToken);
                    }
                }

                if (camera.NextPicture() >= camera.Script.CloseAfter)
                {
                    client.Close();
                    return;
                }
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    private async Task SendAsync(RtpClip clip, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1 / camera.Script.FramesPerSecond), TimeProvider.System);
        for (var index = 0; ; index++)
        {
            foreach (var packet in clip.Pictures[index % clip.Pictures.Count])
            {
                await SendPacketAsync(_packetizer.Renumbered(packet, (uint)(index * 9000)), cancellationToken);
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    private async Task ReportAsync(uint timestamp, CancellationToken cancellationToken)
    {
        if (camera.Script.Clock is { } clock)
        {
            await SendPacketAsync([(byte)'$', 1, 0, TestReport.Length, .. TestReport.Of(RtpPacketizer.Source, clock(), timestamp)], cancellationToken);
        }
    }

    private async Task SendPacketAsync(byte[] interleaved, CancellationToken cancellationToken)
    {
        if (_datagrams is null)
        {
            await WriteAsync(interleaved, cancellationToken);
        }
        else
        {
            _datagrams.Send(interleaved);
        }
    }

    private async Task WriteAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await _stream.WriteAsync(bytes, cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }
}
