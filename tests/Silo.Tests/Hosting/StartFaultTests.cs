using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using OrleansFrames.Silo.Hosting;

namespace OrleansFrames.Silo.Tests.Hosting;

/// <summary>A silo that cannot start says why in a sentence, and ends with exit code 2.</summary>
public sealed partial class StartFaultTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task SettingsThatAreWrong_AreAllToldAndNothingIsMade()
    {
        var (exit, output, error) = await WholeSilo.RunAsync(
            "--data", _folder["data"], "--port", "70000", "--interval", "1", "--quality", "4k", "--public-url", "ftp://x", "--source", "rtsp://camera/");

        Assert.Equal((2, ""), (exit, output));
        var lines = error.Split(Environment.NewLine);
        Assert.Equal(4, lines.Length);
        foreach (var option in (string[])["--port) is 70000", "--interval) is '1'", "--quality) is '4k'", "--public-url) is 'ftp://x'"])
        {
            Assert.Contains(option, error, StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(_folder["data"]));
    }

    [Fact]
    public async Task PortThatIsNoNumber_IsNamed()
    {
        var (exit, _, error) = await WholeSilo.RunAsync(
            new Dictionary<string, string?> { ["Listen:Port"] = "http", ["Frames:DataDirectory"] = _folder["data"] });

        Assert.Equal(2, exit);
        Assert.Contains("'http' at 'Listen:Port'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileInTheWayOfTheDataDirectory_IsNamed()
    {
        await File.WriteAllTextAsync(_folder["data"], "");

        var (exit, _, error) = await WholeSilo.RunAsync("--port", "0", "--data", _folder["data"]);
        Assert.Equal((2, $"The data directory '{_folder["data"]}' cannot be used: it is a file. Choose another with --data."), (exit, error));

        (exit, _, error) = await WholeSilo.RunAsync("--port", "0", "--data", _folder["data", "below"]);
        Assert.Equal(2, exit);
        Assert.StartsWith($"The data directory '{_folder["data", "below"]}' cannot be used: ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("state.db", "state.db")]
    [InlineData("ledger.db", "ledger.db")]
    [InlineData("app.key", "app.key")]
    [InlineData("master.key", "master.key")]
    public async Task FileThatIsDamaged_IsNamed(string file, string words)
    {
        await File.WriteAllTextAsync(_folder[file], new string('x', 4096));

        var (exit, _, error) = await WholeSilo.RunAsync("--port", "0", "--data", _folder.Path);

        Assert.Equal(2, exit);
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.DoesNotContain(Environment.NewLine, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PortTaken_IsNamedWithWhatToDo()
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        var (exit, output, error) = await WholeSilo.RunAsync("--port", port, "--data", _folder["data"]);

        Assert.Equal((2, ""), (exit, output));
        Assert.Equal($"Failed to bind to address http://127.0.0.1:{port}: address already in use. Choose another port with --port.", error);
    }

    [Fact]
    public async Task AddressOfAnotherMachine_IsNamedWithWhatToDo()
    {
        var (exit, _, error) = await WholeSilo.RunAsync("--port", "0", "--listen", "192.0.2.1", "--data", _folder["data"]);

        Assert.Equal(2, exit);
        Assert.EndsWith("Choose another with --listen and --port.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Twice_TheSecondOneIsToldOfTheFirst_WithoutStackTraces()
    {
        await using var first = SiloProgram.Start("--port", "0", "--data", _folder["data"]);
        var address = (await first.LineAsync(Listens())).Groups[1].Value;

        await using var sameData = SiloProgram.Start("--port", "0", "--data", _folder["data"]);
        Assert.Equal(2, await sameData.ExitAsync());
        Assert.Equal(
            $"The data directory '{_folder["data"]}' is in use by another OrleansFrames. Stop it, or choose another directory with --data.", sameData.Errors);

        await using var samePort = SiloProgram.Start("--port", address[(address.LastIndexOf(':') + 1)..], "--data", _folder["other"]);
        Assert.Equal(2, await samePort.ExitAsync());
        Assert.Equal($"Failed to bind to address {address}: address already in use. Choose another port with --port.", samePort.Errors);
        Assert.DoesNotContain("Exception", samePort.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNotTheOperatorsToMend_KeepsItsStackTrace()
    {
        Assert.Null(StartFault.Explain(new NotSupportedException("a bug")));
        Assert.Null(StartFault.Explain(new AggregateException(new IOException("full"), new NotSupportedException("a bug"))));
        Assert.Equal($"full{Environment.NewLine}gone", StartFault.Explain(new AggregateException(new IOException("full"), new IOException("gone"))));
    }

    [GeneratedRegex("OrleansFrames listens at (http://[0-9.:]+)")]
    private static partial Regex Listens();
}
