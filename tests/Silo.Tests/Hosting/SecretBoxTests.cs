using System.Security.Cryptography;
using OrleansFrames.Silo.Hosting.Keys;

namespace OrleansFrames.Silo.Tests.Hosting;

public sealed class SecretBoxTests
{
    private const string Secret = "user:pä😀ss@:/?#";

    [Fact]
    public void Sealed_OpensForItsAppOnly()
    {
        SecretBox box = new(new([Key("k1")]));
        var text = box.Seal("app-1", Secret);

        Assert.Equal(Secret, box.Open("app-1", text));
        Assert.Equal("", box.Open("app-1", box.Seal("app-1", "")));
        Assert.NotEqual(text, box.Seal("app-1", Secret));
        Assert.Matches("^[A-Za-z0-9_-]+$", text);
        Assert.ThrowsAny<CryptographicException>(() => box.Open("app-2", text));
    }

    [Fact]
    public void Tampered_NeverOpens()
    {
        SecretBox box = new(new([Key("k1")]));
        var text = box.Seal("app-1", Secret);

        for (var at = 0; at < text.Length; at++)
        {
            var other = text[at] == 'A' ? 'B' : 'A';
            string[] changed = [$"{text[..at]}{other}{text[(at + 1)..]}", text[..at], $"{text[..at]}!{text[(at + 1)..]}"];
            Assert.All(changed, broken => Assert.ThrowsAny<CryptographicException>(() => Reveal(box, broken, text)));
        }
    }

    [Fact]
    public void Rotation_OldOnesOpenWhileTheirKeyIsThere()
    {
        var (old, fresh) = (Key("k1"), Key("k2"));
        var text = new SecretBox(new([old])).Seal("app-1", Secret);

        Assert.Equal(Secret, new SecretBox(new([fresh, old])).Open("app-1", text));
        Assert.Contains("'k1'", Assert.Throws<CryptographicException>(() => new SecretBox(new([fresh])).Open("app-1", text)).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<CryptographicException>(() => new SecretBox(new([Key("k1")])).Open("app-1", text));
    }

    // The last character of base64url may hold bits that belong to no byte: a change of those alone changes nothing, and opens.
    private static void Reveal(SecretBox box, string broken, string whole)
    {
        var opened = box.Open("app-1", broken);
        if (broken.Length == whole.Length && broken[..^1] == whole[..^1] && opened == Secret)
        {
            throw new CryptographicException("the same bytes in another spelling");
        }
    }

    private static MasterKey Key(string kid) => new(kid, RandomNumberGenerator.GetBytes(MasterKey.Size));
}
