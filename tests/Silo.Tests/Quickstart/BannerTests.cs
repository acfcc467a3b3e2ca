using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OrleansFrames.Silo.Quickstart;

namespace OrleansFrames.Silo.Tests.Quickstart;

public sealed class BannerTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task Requests_AreHookParticipantStartAndList_AsAShellReadsThem()
    {
        var requests = await RunAsync(Banner.Of("http://127.0.0.1:8080", "key", Secret, "ticket-1"));

        Assert.Equal(
            [
                "PATCH http://127.0.0.1:8080/api/v2/app?api_key=key",
                "POST http://127.0.0.1:8080/api/v2/video/call/default/first?api_key=key",
                "PUT http://127.0.0.1:8080/api/v2/video/call/default/first/participants/front-door?api_key=key",
                "POST http://127.0.0.1:8080/api/v2/video/call/default/first/start_frame_recording?api_key=key",
                "GET http://127.0.0.1:8080/api/v2/video/call/default/first/frames?api_key=key",
            ],
            requests.Select(words => $"{After(words, "-X")} {words.Single(word => word.StartsWith("http:", StringComparison.Ordinal))}"));
        foreach (var words in requests)
        {
            Assert.Contains($"Authorization: {ServerToken.Of(Secret)}", words);
            Assert.Contains("stream-auth-type: jwt", words);
            Assert.Contains("Content-Type: application/json", words);
        }

        var bodies = requests.Where(words => words.Contains("-d")).Select(words => JsonDocument.Parse(After(words, "-d"))).ToList();
        Assert.Equal(3, bodies.Count);
        Assert.Equal("webhook", bodies[0].RootElement.GetProperty("event_hooks")[0].GetProperty("hook_type").GetString());
        Assert.Equal("TRACK_TYPE_VIDEO", bodies[2].RootElement.GetProperty("tracks")[0].GetProperty("track_type").GetString());
        bodies.ForEach(body => body.Dispose());
    }

    [Fact]
    public async Task Address_IsOneWordWhateverItHolds()
    {
        var requests = await RunAsync(Banner.Of("http://x/it's/$(echo no)/`echo no`/$HOME", "key", Secret, "ticket-1"));

        Assert.All(requests, words => Assert.Single(words, word => word.StartsWith("http://x/it's/$(echo no)/`echo no`/$HOME/api/v2/", StringComparison.Ordinal)));
    }

    [Fact]
    public void Head_SaysAddressKeySecretAndToken()
    {
        var lines = Banner.Of("http://127.0.0.1:8080", "key", Secret, "ticket-1").Split('\n').Select(line => line.Trim()).ToList();

        Assert.Equal("OrleansFrames listens at http://127.0.0.1:8080", lines[0]);
        Assert.StartsWith("console       http://127.0.0.1:8080/console?ticket=ticket-1 ", lines[1], StringComparison.Ordinal);
        Assert.Equal($"api key       key|api secret    {Secret}|server token  {ServerToken.Of(Secret)}", string.Join('|', lines[2..5]));
    }

    [Theory]
    [InlineData("0123456789abcdef")]
    [InlineData("a secret with spaces, ümlauts and 客厅")]
    public async Task Token_IsOneThatTheirLibraryAccepts(string secret)
    {
        async Task<TokenValidationResult> ValidateAsync(string with)
        {
            var key = new byte[64];
            Encoding.UTF8.GetBytes(with).CopyTo(key, 0);
            return await new JsonWebTokenHandler().ValidateTokenAsync(ServerToken.Of(secret), new()
            {
                IssuerSigningKey = new SymmetricSecurityKey(key),
                ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
                ValidateIssuer = false,
                ValidateAudience = false,
                ValidateLifetime = false,
            });
        }

        var valid = await ValidateAsync(secret);
        Assert.True(valid.IsValid, valid.Exception?.Message);
        Assert.Equal(true, valid.Claims["server"]);
        Assert.DoesNotContain("user_id", valid.Claims.Keys);
        Assert.False((await ValidateAsync($"{secret}x")).IsValid);
    }

    private static string After(string[] words, string option) => words[Array.IndexOf(words, option) + 1];

    /// <summary>Lets a shell run the banner's commands with a curl that prints its words, a zero after each and one more after the last.</summary>
    private static async Task<List<string[]>> RunAsync(string banner)
    {
        var commands = banner.Split('\n').Where(line => line.StartsWith("  curl ", StringComparison.Ordinal));
        var script = $"curl() {{ printf '%s\\0' \"$@\"; printf '\\0'; }}\n{string.Join('\n', commands)}\n";
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", script]) { RedirectStandardOutput = true })!;
        var output = await Deadline.For(shell.StandardOutput.ReadToEndAsync(), "the shell");
        await Deadline.For(shell.WaitForExitAsync(), "the shell to end");
        Assert.Equal(0, shell.ExitCode);
        return [.. output.Split("\0\0", StringSplitOptions.RemoveEmptyEntries).Select(words => words.Split('\0'))];
    }
}
