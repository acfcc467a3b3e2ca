using System.Globalization;

namespace OrleansFrames.Platform.Tests.Reminders;

/// <summary>Marks the time of a reminder's first tick under its key, at every tick.</summary>
[Alias("platform.IReminderTestGrain")]
public interface IReminderTestGrain : IGrainWithStringKey
{
    [Alias("Remind")]
    Task RemindAsync(string name, TimeSpan due, TimeSpan period);

    [Alias("Names")]
    Task<List<string>> NamesAsync();

    [Alias("Has")]
    Task<bool> HasAsync(string name);

    [Alias("Forget")]
    Task ForgetAsync(string name);
}

internal sealed class ReminderTestGrain(Probe probe) : Grain, IReminderTestGrain, IRemindable
{
    public async Task RemindAsync(string name, TimeSpan due, TimeSpan period) => await this.RegisterOrUpdateReminder(name, due, period);

    public async Task<List<string>> NamesAsync() => [.. (await this.GetReminders()).Select(reminder => reminder.ReminderName)];

    public async Task<bool> HasAsync(string name) => await this.GetReminder(name) is not null;

    public async Task ForgetAsync(string name) => await this.UnregisterReminder((await this.GetReminder(name))!);

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        probe.Mark(this.GetPrimaryKeyString(), status.FirstTickTime.ToString("O", CultureInfo.InvariantCulture));
        return Task.CompletedTask;
    }
}
