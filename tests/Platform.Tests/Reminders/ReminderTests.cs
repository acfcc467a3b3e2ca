using OrleansFrames.Platform.Tests.State;

namespace OrleansFrames.Platform.Tests.Reminders;

public sealed class ReminderTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Reminders_in_memory_tick_until_forgotten()
    {
        var cluster = new PlatformCluster();
        await using var started = await StartAsync(cluster);
        await TicksUntilForgottenAsync(cluster);
    }

    [Fact]
    public async Task Reminders_in_SQLite_tick_until_forgotten_and_keep_their_phase_over_a_restart()
    {
        using var database = new SqliteFile();
        var cluster = new PlatformCluster
        {
            Configure = silo => silo.UseAdoNetReminderService(options =>
                (options.Invariant, options.ConnectionString) = (SqliteFile.Invariant, database.Connection)),
        };
        await using var started = await StartAsync(cluster);
        await TicksUntilForgottenAsync(cluster);

        await Grain(cluster, "kept").RemindAsync("kept", Second, Second);
        Assert.Equal(
            "remindertest/reminder/kept 891817940",
            database.Scalar("SELECT GrainId || ' ' || GrainHash FROM OrleansRemindersTable WHERE ReminderName = 'kept'"));
        var first = await cluster.Probe.NextAsync("reminder/kept");
        await cluster.RestartAsync();
        cluster.Probe.Drain("reminder/kept");
        var later = await cluster.Probe.NextAsync("reminder/kept");
        Assert.Equal(Time(first), Time(later), TimeSpan.FromMilliseconds(5));
        Assert.True(await Grain(cluster, "kept").HasAsync("kept"));
    }

    private static async Task TicksUntilForgottenAsync(PlatformCluster cluster)
    {
        var grain = Grain(cluster, "one");
        Assert.False(await grain.HasAsync("one"));
        await Assert.ThrowsAsync<ArgumentException>(() => grain.RemindAsync("one", Second, TimeSpan.FromMilliseconds(10)));
        await grain.RemindAsync("one", TimeSpan.FromMilliseconds(500), Second);
        Assert.Equal(await cluster.Probe.NextAsync("reminder/one"), await cluster.Probe.NextAsync("reminder/one"));

        await grain.RemindAsync("one", TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(9));
        Assert.Equal(["one"], await grain.NamesAsync());
        await grain.ForgetAsync("one");
        Assert.False(await grain.HasAsync("one"));
    }

    private static IReminderTestGrain Grain(PlatformCluster cluster, string key)
        => cluster.Grains.GetGrain<IReminderTestGrain>("reminder/" + key);

    private static DateTime Time(string mark) => DateTime.Parse(mark, null, System.Globalization.DateTimeStyles.RoundtripKind);

    private static async Task<IAsyncDisposable> StartAsync(PlatformCluster cluster)
    {
        await cluster.InitializeAsync();
        return new Stopping(cluster);
    }

    private sealed class Stopping(PlatformCluster cluster) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await cluster.DisposeAsync();
    }
}
