using OrleansFrames.Apps;

namespace OrleansFrames.Grains.Tests.Apps;

public sealed class AppRulesTests
{
    private static readonly DateTimeOffset Then = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = Then.AddDays(1);

    [Theory]
    [InlineData(null, true)]
    [InlineData(14_400, true)]
    [InlineData(1_209_600, true)]
    [InlineData(14_399, false)]
    [InlineData(1_209_601, false)]
    [InlineData(0, false)]
    [InlineData(-1, false)]
    public void CheckUrlLife_Seconds_IsFourHoursToFourteenDays(int? seconds, bool right)
    {
        var refusal = AppRules.CheckUrlLife(seconds);
        Assert.Equal(right, refusal is null);
        Assert.True(right || refusal!.Fields.ContainsKey("cdn_expiration_seconds"));
    }

    [Fact]
    public void Next_WithoutId_IsMadeNow()
    {
        var hook = Assert.Single(AppRules.Next([], [Hook("")], Now, () => "new"));
        Assert.Equal(("new", Now, Now), (hook.Id, hook.CreatedAt, hook.UpdatedAt));
    }

    [Fact]
    public void Next_KnownId_ChangesAndKeepsItsCreation()
    {
        var hook = Assert.Single(AppRules.Next(
            [Hook("a") with { CreatedAt = Then }], [Hook("a") with { WebhookUrl = "http://other/", CreatedAt = Now }], Now, () => "new"));
        Assert.Equal(("a", "http://other/", Then, Now), (hook.Id, hook.WebhookUrl, hook.CreatedAt, hook.UpdatedAt));
    }

    [Fact]
    public void Next_Missing_IsGone()
        => Assert.Equal(["b"], AppRules.Next([Hook("a"), Hook("b")], [Hook("b")], Now, () => "new").Select(hook => hook.Id));

    private static EventHook Hook(string id) => new(id, "webhook", true, [], "all", "http://receiver/", null, null, null);
}
