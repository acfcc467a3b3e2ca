using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrleansFrames.Silo.Hosting.Keys;

namespace OrleansFrames.Silo.Tests.Hosting;

public sealed class KeyRingTests : IDisposable
{
    private static readonly byte[] Secret = Encoding.UTF8.GetBytes("https://user:password@example.com/hook");

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Sealed_OpensForTheSameAppPurposeAndOwnerOnly()
    {
        var ring = new KeyRing([NewKey("k1")]);
        var box = ring.Seal("app-1", "hook-config", Secret, "h1");

        Assert.Equal(Secret, ring.Open("app-1", "hook-config", box, "h1"));
        Assert.ThrowsAny<CryptographicException>(() => ring.Open("app-2", "hook-config", box, "h1"));
        Assert.ThrowsAny<CryptographicException>(() => ring.Open("app-1", "other", box, "h1"));
        Assert.ThrowsAny<CryptographicException>(() => ring.Open("app-1", "hook-config", box, "h2"));
    }

    [Fact]
    public void Sealed_AnyByteChangedOrMissing_DoesNotOpen()
    {
        var ring = new KeyRing([NewKey("k1")]);
        var box = ring.Seal("app-1", "hook-config", Secret, "h1");

        for (var i = 0; i < box.Length; i++)
        {
            var changed = box.ToArray();
            changed[i] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => ring.Open("app-1", "hook-config", changed, "h1"));
            Assert.ThrowsAny<CryptographicException>(() => ring.Open("app-1", "hook-config", box[..i], "h1"));
        }
    }

    [Fact]
    public void Sealed_Twice_LooksDifferentAndHidesTheSecret()
    {
        var ring = new KeyRing([NewKey("k1")]);
        var (one, two) = (ring.Seal("app-1", "p", Secret, "h1"), ring.Seal("app-1", "p", Secret, "h1"));

        Assert.NotEqual(one, two);
        Assert.DoesNotContain("example.com", Encoding.Latin1.GetString(one), StringComparison.Ordinal);
    }

    [Fact]
    public void Rotation_OldSecretsOpenUntilTheirKeyIsTakenAway()
    {
        var (older, newer) = (NewKey("k1"), NewKey("k2"));
        var box = new KeyRing([older]).Seal("app-1", "p", Secret, "h1");

        Assert.Equal(Secret, new KeyRing([newer, older]).Open("app-1", "p", box, "h1"));
        var failure = Assert.Throws<CryptographicException>(() => new KeyRing([newer]).Open("app-1", "p", box, "h1"));
        Assert.Contains("'k1', which is not among Frames:MasterKeys", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Derived_IsItsOwnForEachAppPurposeAndKey()
    {
        var ring = new KeyRing([NewKey("k1"), NewKey("k2")]);
        (string[] kids, string[] apps, string[] purposes) = (["k1", "k2"], ["app-1", "app-2"], ["p", "q"]);
        var keys = from kid in kids from app in apps from purpose in purposes select Derive(ring, kid, app, purpose);

        Assert.Equal(8, keys.Distinct().Count());
        Assert.Equal(Derive(ring, "k1", "app-1", "p"), Derive(ring, "k1", "app-1", "p"));
        Assert.False(ring.TryDerive("k3", "app-1", "p", out _));
    }

    [Fact]
    public void NothingConfigured_MakesOneKeyForItsOwnerAndKeepsIt()
    {
        var data = _folder["made", "data"];
        var box = Ring(data).Seal("app-1", "p", Secret, "h1");
        var file = Path.Combine(data, "master.key");
        var text = File.ReadAllText(file);

        Assert.Equal(Secret, Ring(data).Open("app-1", "p", box, "h1"));
        Assert.Equal(text, File.ReadAllText(file));
        Assert.Equal([file], Directory.GetFiles(data));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task NothingConfigured_ManyStartAtOnce_AllHaveOneKey()
    {
        var rings = await Deadline.For(Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Ring(_folder.Path)))), "16 starts");

        Assert.Single(rings.Select(ring => Derive(ring, ring.CurrentKid, "app-1", "p")).Distinct());
    }

    [Theory]
    [InlineData("")]
    [InlineData("k1\n")]
    [InlineData("k1 c2hvcnQ=\n")]
    [InlineData("not a key file\n")]
    public void KeyFile_DamagedOne_IsRefusedAndNotReplaced(string text)
    {
        File.WriteAllText(_folder["master.key"], text);

        var failure = Assert.Throws<InvalidOperationException>(() => Ring(_folder.Path));

        Assert.Contains(_folder["master.key"], failure.Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(_folder["master.key"]));
    }

    [Theory]
    [InlineData("k1", "c2hvcnQ=", "32 bytes")]
    [InlineData("k1", "***", "32 bytes")]
    [InlineData("a b", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "a kid is")]
    [InlineData("k0", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "2 times")]
    public void Configured_UnusableKey_IsNamed(string kid, string key, string words)
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Ring(
            _folder.Path,
            ("Frames:MasterKeys:0:Kid", "k0"), ("Frames:MasterKeys:0:Key", Convert.ToBase64String(new byte[32])),
            ("Frames:MasterKeys:1:Kid", kid), ("Frames:MasterKeys:1:Key", key)));

        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["master.key"]));
    }

    private static MasterKey NewKey(string kid) => new(kid, RandomNumberGenerator.GetBytes(MasterKey.Size));

    private static string Derive(KeyRing ring, string kid, string app, string purpose)
        => ring.TryDerive(kid, app, purpose, out var key) ? Convert.ToHexString(key) : throw new InvalidOperationException($"no key {kid}");

    private static KeyRing Ring(string data, params (string Key, string Value)[] settings)
    {
        var values = settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)).Append(new("Frames:DataDirectory", data));
        using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build())
            .AddKeyRing()
            .BuildServiceProvider();
        return services.GetRequiredService<KeyRing>();
    }
}
