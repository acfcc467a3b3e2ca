using Orleans.Storage;

namespace OrleansFrames.Platform.Tests.State;

[Collection(SharedCluster.Name)]
public sealed class StateTests(PlatformCluster cluster)
{
    [Fact]
    public Task State_in_memory_outlives_its_activation() => OutlivesAsync(cluster.Grains.GetGrain<IMemoryTallyGrain>("tally/1"));

    [Fact]
    public Task State_in_SQLite_outlives_its_activation() => OutlivesAsync(Tally("tally/1"));

    [Fact]
    public async Task A_write_over_somebody_elses_fails_and_the_next_activation_reads_the_truth()
    {
        var grain = Tally("tally/stale");
        await grain.AddAsync(1);
        Assert.Equal(
            1,
            cluster.Database.Execute("UPDATE OrleansStorage SET Version = Version + 5 WHERE GrainIdExtensionString = 'tally/stale'"));
        await Assert.ThrowsAsync<InconsistentStateException>(() => grain.AddAsync(1));
        var next = await grain.AddAsync(1);
        Assert.Equal((2, "7"), (next.Count, next.Etag));
    }

    [Fact]
    public async Task Keys_that_read_as_hexadecimal_share_one_row()
    {
        await Tally("1F").AddAsync(7);
        Assert.Equal(7, (await Tally("1f").GetAsync()).Count);
        Assert.Equal(7, (await Tally("01F").GetAsync()).Count);
        await Tally("tally/2F").AddAsync(7);
        Assert.False((await Tally("tally/2f").GetAsync()).Exists);
    }

    [Fact]
    public async Task State_names_keep_classes_apart_that_have_the_same_keys()
    {
        await Tally("tally/both").AddAsync(3);
        Assert.False((await cluster.Grains.GetGrain<IOtherTallyGrain>("tally/both").GetAsync()).Exists);
    }

    [Fact]
    public async Task A_row_is_plain_JSON_under_the_service_and_names_no_class()
    {
        await Tally("tally/json").AddAsync(3);
        var row = cluster.Database.Scalar(
            """
            SELECT ServiceId || ' ' || GrainTypeString || ' ' || CAST(PayloadBinary AS TEXT) FROM OrleansStorage
            WHERE GrainIdExtensionString = 'tally/json'
            """);
        Assert.Equal(
            "platform tally {\"Version\":1,\"Count\":3,\"Entries\":[{\"Name\":\"entry\",\"At\":\"1970-01-01T00:00:00+00:00\"}]}",
            row);
    }

    /// <summary>A database is read by whichever version of the platform comes next, so its keys are part of what is tested.</summary>
    [Theory]
    [InlineData("tally/row", "GrainIdExtensionString = 'tally/row'", "1190290612 2125238982 0 0")]
    [InlineData("2A", "GrainIdN1 = 42 AND GrainIdExtensionString IS NULL", "-110949262 2125238982 0 42")]
    public async Task A_row_has_the_numbers_of_its_key(string key, string where, string numbers)
    {
        await Tally(key).AddAsync(1);
        Assert.Equal(
            numbers,
            cluster.Database.Scalar(
                $"SELECT GrainIdHash || ' ' || GrainTypeHash || ' ' || GrainIdN0 || ' ' || GrainIdN1 FROM OrleansStorage WHERE {where}"));
    }

    private ITallyGrain Tally(string key) => cluster.Grains.GetGrain<ITallyGrain>(key, typeof(TallyGrain).FullName);

    private static async Task OutlivesAsync(ITallyGrain grain)
    {
        Assert.False((await grain.GetAsync()).Exists);
        await grain.AddAsync(2);
        var written = await grain.AddAsync(3);
        Assert.Equal((5, true, 2), (written.Count, written.Exists, written.Entries));
        await grain.EndAsync();
        Assert.Equal(written, await grain.GetAsync());
        await grain.ReloadAsync();
        Assert.Equal(written, await grain.GetAsync());
        await grain.ClearAsync();
        var cleared = await grain.GetAsync();
        Assert.Equal((0, false), (cleared.Count, cleared.Exists));
        Assert.Equal(1, (await grain.AddAsync(1)).Count);
    }
}
