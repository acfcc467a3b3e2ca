using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OrleansFrames.Ledger;
using OrleansFrames.Silo.Hosting;
using OrleansFrames.Silo.Hosting.Keys;
using OrleansFrames.Silo.Ledger;
using OrleansFrames.Silo.Storage.Folder;

namespace OrleansFrames.Silo.Tests.Hosting;

public sealed class StartTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Defaults_StartAndKeepTheirFilesInTheDataDirectory()
    {
        using var host = Build();
        await host.StartAsync();

        Assert.True((await host.Services.GetRequiredService<FolderStore>().PutAsync("app", "e/t/1.jpg", new byte[] { 1 }, "image/jpeg", default)).IsStored);
        await host.Services.GetRequiredService<ICaptureBeats>().RegisterAsync("e", ["t"], default);

        Assert.StartsWith(
            "http://127.0.0.1:8080/frames/app/e/t/1.jpg?",
            host.Services.GetRequiredService<FolderUrls>().Mint("app", "e/t/1.jpg", TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(1)),
            StringComparison.Ordinal);
        Assert.True(File.Exists(_folder["ledger.db"]));
        Assert.True(File.Exists(_folder["master.key"]));
        Assert.True(File.Exists(_folder["frames", "app", "e", "t", "1.jpg"]));
        await host.StopAsync();
    }

    [Theory]
    [InlineData("Frames:PublicUrl", "frames.example", "PublicUrl")]
    [InlineData("Frames:PublicUrl", "ftp://frames.example", "PublicUrl")]
    [InlineData("Frames:PublicUrl", "https://frames.example/?a=b", "PublicUrl")]
    [InlineData("Frames:Store:RetentionDays", "0", "RetentionDays")]
    [InlineData("Frames:Ledger:BatchRows", "0", "BatchRows")]
    [InlineData("Frames:Ledger:Readers", "1000", "Readers")]
    [InlineData("Frames:MasterKeys:0:Kid", "k1", "32 bytes")]
    public async Task WrongSetting_EndsTheStartAndIsNamed(string key, string value, string words)
    {
        using var host = Build((key, value));

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DamagedLedger_EndsTheStartInWords()
    {
        File.WriteAllText(_folder["ledger.db"], new string('x', 5000));
        using var host = Build();

        var failure = await Assert.ThrowsAsync<LedgerException>(() => host.StartAsync());

        Assert.Contains("damaged", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DamagedKeyFile_EndsTheStartInWords()
    {
        File.WriteAllText(_folder["master.key"], "");
        using var host = Build();

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync());

        Assert.Contains("Restore it from a copy", failure.Message, StringComparison.Ordinal);
    }

    private IHost Build(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(
            settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)).Append(new("Frames:DataDirectory", _folder.Path)));
        builder.Services.AddSingleton<IPublicAddress, Address>().AddKeyRing().AddFolderStore().AddLedger();
        return builder.Build();
    }

    private sealed class Address : IPublicAddress
    {
        public string Current => "http://127.0.0.1:8080";
    }
}
