using System.Net;
using System.Security.Cryptography;
using OrleansFrames.Silo.Tests.Storage.Servers;
using OrleansFrames.Storage;

namespace OrleansFrames.Silo.Tests.Storage;

/// <summary>What every external storage keeps to, beside what all stores do.</summary>
public abstract class ExternalStoreSuite : FrameStoreSuite, IAsyncLifetime
{
    private const string Stored = $"{StorageHost.Name}:frames/stills/{Key}";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private StorageHost? _host;

    private protected ExternalStoreSuite(ObjectGate gate) => Gate = gate;

    private protected StorageHost Host => _host!;

    private protected ObjectGate Gate { get; }

    /// <summary>The most that a URL lives.</summary>
    private protected abstract TimeSpan LongestLife { get; }

    private protected override IFrameStore Store => new Mine(Host.Store);

    private Task<StoreResult> PutAsync() => PutAsync(Key, [1, 2, 3]);

    public async Task InitializeAsync()
    {
        await Gate.StartAsync();
        _host = Open();
    }

    public async Task DisposeAsync()
    {
        _host!.Dispose();
        await Gate.DisposeAsync();
    }

    [Fact]
    public async Task Put_TellsWhereItLies_WithItsContentType()
    {
        Assert.Equal(Stored, (await PutAsync()).ObjectKey);

        Assert.Equal("image/jpeg", Gate.Objects[$"bucket-{App}/frames/stills/{Key}"].ContentType);
    }

    [Fact]
    public async Task Put_BuiltInKey_GoesToTheFolder()
    {
        Assert.Equal(StoreResult.Stored, await Host.Store.PutAsync(App, Key, new byte[] { 1 }, "image/jpeg", None));

        Assert.Empty(Gate.Objects);
        Assert.StartsWith("http://127.0.0.1:8080/frames/", await MintAsync(Key, Hour), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_AnswerLost_IsStoredOnce()
    {
        Gate.Fate = put => put == 1 ? PutFate.AnswerLost : PutFate.Taken;

        Assert.Null((await PutAsync()).Error);

        Assert.Equal([1, 2, 3], Assert.Single(Gate.Objects).Value.Bytes);
        Assert.Equal(2, Gate.Puts);
    }

    [Fact]
    public async Task Put_StoreBusyAtFirst_IsTriedAgain()
    {
        Gate.Fate = put => put <= 3 ? PutFate.Unavailable : PutFate.Taken;

        Assert.Null((await PutAsync()).Error);

        Assert.Equal(4, Gate.Puts);
    }

    [Fact]
    public async Task Put_StoreBusyForLong_IsRefusedInWords()
    {
        Gate.Fate = _ => PutFate.Unavailable;

        var error = (await PutAsync()).Error;

        Assert.Contains("'mine' did not take it, after 4 attempts: it answered 503 SlowDown", error, StringComparison.Ordinal);
        Assert.Equal(4, Gate.Puts);
    }

    [Fact]
    public async Task Put_Forbidden_IsRefusedAtOnceInWords()
    {
        Gate.Fate = _ => PutFate.Forbidden;

        Assert.Contains("it answered 403 AccessDenied", (await PutAsync()).Error, StringComparison.Ordinal);
        Assert.Equal(1, Gate.Puts);
    }

    [Fact]
    public async Task Put_NobodyListens_IsRefusedInWords()
    {
        await Gate.DisposeAsync();

        Assert.Contains("after 4 attempts: it cannot be reached", (await PutAsync()).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_AddressThatTheRuleRefuses_IsRefusedByNameOfTheSetting()
    {
        using var strict = Open(("Network:AllowPrivate", "false"));

        var error = (await strict.Store.PutAsync(App, $"mine:{Key}", new byte[] { 1 }, "image/jpeg", None)).Error;

        Assert.Contains("127.0.0.1", error, StringComparison.Ordinal);
        Assert.Contains("Network:Allow", error, StringComparison.Ordinal);
        Assert.Equal(0, Gate.Puts);
    }

    [Fact]
    public async Task Minted_OpensThePictureAndNothingElse()
    {
        var bytes = RandomNumberGenerator.GetBytes(20_000);
        await PutAsync(Key, bytes);
        var url = (await MintAsync(Stored, Hour))!;

        using var anyone = Anyone();
        Assert.Equal(bytes, await anyone.GetByteArrayAsync(url));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(anyone, url.Split('?')[0]));
        foreach (var forged in Forgeries(url))
        {
            Assert.NotEqual(HttpStatusCode.OK, await StatusAsync(anyone, forged));
        }
    }

    [Fact]
    public async Task Minted_EndsWhenItIsTo()
    {
        await PutAsync();
        using var anyone = Anyone();
        var (hour, longest) = ((await MintAsync(Stored, Hour))!, (await MintAsync(Stored, TimeSpan.FromDays(14)))!);

        Gate.Ahead = Hour - TimeSpan.FromMinutes(5);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(anyone, hour));
        Gate.Ahead = Hour + TimeSpan.FromMinutes(5);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(anyone, hour));
        Gate.Ahead = LongestLife - Hour;
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(anyone, longest));
        Gate.Ahead = LongestLife + Hour;
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(anyone, longest));
    }

    [Fact]
    public async Task Deleted_RefusesPicturesAndMintsNothing_OnceItIsKnown()
    {
        await PutAsync();
        Host.IsDeleted = true;
        Assert.Null((await PutAsync("e/t/2.jpg", [2])).Error);

        Host.Clock.Age(TimeSpan.FromSeconds(16));
        Assert.Equal("the external storage 'mine' does not exist any more", (await PutAsync("e/t/3.jpg", [3])).Error);
        Assert.Null(await MintAsync(Stored, Hour));
    }

    [Fact]
    public async Task App_IsNotAskedForEveryPicture()
    {
        for (var tick = 0; tick < 20; tick++)
        {
            Assert.Null((await PutAsync($"e/t/{tick}.jpg", [1])).Error);
        }

        Assert.Equal(1, Host.Asked);
    }

    [Fact]
    public async Task Changed_NewPicturesGoElsewhere_OldOnesAreFoundWhereTheyAre()
    {
        await PutAsync();
        Host.Path = "";
        Host.Clock.Age(TimeSpan.FromSeconds(16));

        Assert.Equal("mine:e/t/2.jpg", (await PutAsync("e/t/2.jpg", [2])).ObjectKey);
        using var anyone = Anyone();
        Assert.Equal([1, 2, 3], await anyone.GetByteArrayAsync(await MintAsync(Stored, Hour)));
    }

    [Fact]
    public async Task Check_WritesAFileBelowThePath_ThatItsUrlOpens()
    {
        var url = (await Host.Check.CheckAsync(App, "mine", None)).Value!;

        using var anyone = Anyone();
        Assert.Contains($"app {App}", await anyone.GetStringAsync(url), StringComparison.Ordinal);
        Assert.Matches($"^bucket-{App}/frames/stills/stream-[0-9a-f-]{{36}}\\.md$", Assert.Single(Gate.Objects).Key);
    }

    [Fact]
    public async Task Check_Refused_SaysWhy()
    {
        Gate.Fate = _ => PutFate.Forbidden;
        var refusal = (await Host.Check.CheckAsync(App, "mine", None)).Refusal!;
        Assert.Equal(RefusalKind.Input, refusal.Kind);
        Assert.Contains("403 AccessDenied", refusal.Message, StringComparison.Ordinal);

        Assert.Equal(RefusalKind.NotFound, (await Host.Check.CheckAsync(App, "other", None)).Refusal!.Kind);
    }

    private protected abstract StorageHost Open(params (string Key, string Value)[] settings);

    private protected virtual HttpClient Anyone() => new(new SocketsHttpHandler());

    private protected override Task<byte[]?> ReadAsync(string app, string key)
        => Task.FromResult(Gate.Objects.GetValueOrDefault($"bucket-{app}/frames/stills/{key}")?.Bytes);

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string url)
    {
        using var response = await http.GetAsync(url);
        return response.StatusCode;
    }

    /// <summary>The URL with a character changed, here and there from the picture's name on.</summary>
    private static IEnumerable<string> Forgeries(string url)
    {
        for (var at = url.IndexOf("00000001", StringComparison.Ordinal); at < url.Length; at += 7)
        {
            if (char.IsAsciiLetterOrDigit(url[at]))
            {
                yield return $"{url[..at]}{(url[at] == '1' ? '2' : '1')}{url[(at + 1)..]}";
            }
        }
    }

    private async Task<string?> MintAsync(string key, TimeSpan life)
        => await Host.Urls.MintAsync(App, key, TimeProvider.System.GetUtcNow(), life, None);

    /// <summary>The storage that each app has, as a store.</summary>
    private sealed class Mine(IFrameStore stores) : IFrameStore
    {
        public Task<StoreResult> PutAsync(string app, string objectKey, ReadOnlyMemory<byte> bytes, string contentType, CancellationToken cancellationToken)
            => stores.PutAsync(app, new PictureKey(StorageHost.Name, objectKey).ToString(), bytes, contentType, cancellationToken);
    }
}
