using System.Globalization;
using System.Security.Cryptography;
using OrleansFrames.Storage;

namespace OrleansFrames.Silo.Tests.Storage;

public sealed class FrameUrlTests : IDisposable
{
    private const string App = "app-1";
    private const string Key = "egress-1/track-1/00000001-0123456789abcdef.jpg";
    private static readonly byte[] Picture = [0xff, 0xd8, 1, 2, 3];
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly TempFolder _folder = new();
    private readonly FolderHost _host;

    public FrameUrlTests() => _host = new(_folder.Path, ("Frames:PublicUrl", "https://frames.example/base/"));

    private DateTimeOffset Now => _host.Clock.Now;

    public void Dispose()
    {
        _host.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Minted_IsAbsoluteAndOpensThePicture()
    {
        var (url, signature) = await StoreAndMintAsync();

        Assert.StartsWith($"https://frames.example/base/frames/{App}/{Key}?exp={Unix(Now + Hour)}&kid=", url, StringComparison.Ordinal);
        Assert.Equal(Picture, await ReadAsync(App, Key, signature));
    }

    [Fact]
    public async Task EveryPart_ChangedInAnyPlace_OpensNothing()
    {
        var (_, signature) = await StoreAndMintAsync();
        await _host.Store.PutAsync("app-2", Key, Picture, "image/jpeg", CancellationToken.None);
        await _host.Store.PutAsync(App, "egress-1/track-1/00000002-0123456789abcdef.jpg", Picture, "image/jpeg", CancellationToken.None);
        var forged = Variants(signature.Signature).Select(signed => signature with { Signature = signed })
            .Concat(Variants(signature.KeyId).Select(kid => signature with { KeyId = kid }))
            .Concat(Variants(signature.Expires).Select(expires => signature with { Expires = expires }));

        Assert.Null(await ReadAsync("app-2", Key, signature));
        Assert.Null(await ReadAsync(App, "egress-1/track-1/00000002-0123456789abcdef.jpg", signature));
        Assert.Null(await ReadAsync(App, "../app-1/" + Key, signature));
        foreach (var forgery in forged)
        {
            Assert.Null(await ReadAsync(App, Key, forgery));
        }

        Assert.NotNull(await ReadAsync(App, Key, signature));
    }

    [Fact]
    public async Task Expired_OpensNothing()
    {
        var (_, signature) = await StoreAndMintAsync();

        _host.Clock.Now += Hour - TimeSpan.FromSeconds(1);
        Assert.NotNull(await ReadAsync(App, Key, signature));
        _host.Clock.Now += TimeSpan.FromSeconds(1);
        Assert.Null(await ReadAsync(App, Key, signature));
    }

    [Fact]
    public async Task Missing_OpensNothing()
    {
        var signature = Parse(_host.Urls.Mint(App, Key, Now, Hour)!);
        Assert.Null(await ReadAsync(App, Key, signature));

        await _host.Store.PutAsync(App, "egress-1/other.jpg", Picture, "image/jpeg", CancellationToken.None);
        Assert.Null(await ReadAsync(App, "egress-1", Parse(_host.Urls.Mint(App, "egress-1", Now, Hour)!)));
    }

    [Fact]
    public void Life_EndsWithTheRetention()
    {
        Assert.Contains($"exp={Unix(Now.AddDays(1))}&", _host.Urls.Mint(App, Key, Now.AddDays(-13), TimeSpan.FromDays(7)), StringComparison.Ordinal);
        Assert.Contains($"exp={Unix(Now.AddDays(14))}&", _host.Urls.Mint(App, Key, Now, TimeSpan.MaxValue), StringComparison.Ordinal);
        Assert.Null(_host.Urls.Mint(App, Key, Now.AddDays(-14), TimeSpan.FromDays(7)));
    }

    [Fact]
    public void Mint_NameThatCannotBeStored_IsABug()
        => Assert.Throws<ArgumentException>(() => _host.Urls.Mint(App, "../x", Now, Hour));

    [Fact]
    public async Task OlderKey_StillOpensWhatItSigned()
    {
        var (older, newer) = (Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        using var before = new FolderHost(_folder.Path, ("Frames:MasterKeys:0:Kid", "k1"), ("Frames:MasterKeys:0:Key", older));
        using var after = new FolderHost(
            _folder.Path,
            ("Frames:MasterKeys:0:Kid", "k2"), ("Frames:MasterKeys:0:Key", newer), ("Frames:MasterKeys:1:Kid", "k1"), ("Frames:MasterKeys:1:Key", older));
        await before.Store.PutAsync(App, Key, Picture, "image/jpeg", CancellationToken.None);
        var old = Parse(before.Urls.Mint(App, Key, Now, Hour)!);
        var fresh = Parse(after.Urls.Mint(App, Key, Now, Hour)!);

        Assert.Equal(("k1", "k2"), (old.KeyId, fresh.KeyId));
        await using var opened = await after.Content.OpenAsync(App, Key, old, CancellationToken.None);
        Assert.NotNull(opened);
        Assert.Null(await before.Content.OpenAsync(App, Key, fresh, CancellationToken.None));
        Assert.Null(await after.Content.OpenAsync(App, Key, old with { KeyId = "k2" }, CancellationToken.None));
    }

    private static string Unix(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static FrameSignature Parse(string url)
    {
        var parts = new Uri(url).Query.TrimStart('?').Split('&').Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1]);
        return new(parts["exp"], parts["kid"], parts["sig"]);
    }

    private static IEnumerable<string> Variants(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            foreach (var other in "A1b2C3d4E5f6G7h8I9j0-_".Where(other => other != text[i]))
            {
                yield return $"{text[..i]}{other}{text[(i + 1)..]}";
            }

            yield return text.Remove(i, 1);
        }

        yield return "";
        yield return "0" + text;
        yield return text + "=";
        yield return " " + text;
        yield return text + text;
    }

    private async Task<(string Url, FrameSignature Signature)> StoreAndMintAsync()
    {
        Assert.True((await _host.Store.PutAsync(App, Key, Picture, "image/jpeg", CancellationToken.None)).IsStored);
        var url = _host.Urls.Mint(App, Key, Now, Hour);
        Assert.NotNull(url);
        return (url, Parse(url));
    }

    private async Task<byte[]?> ReadAsync(string app, string path, FrameSignature signature)
    {
        await using var stream = await _host.Content.OpenAsync(app, path, signature, CancellationToken.None);
        if (stream is null)
        {
            return null;
        }

        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }
}
