using OrleansFrames.Platform.Tests.Calls;

namespace OrleansFrames.Platform.Tests.Wire;

[Collection(SharedCluster.Name)]
public sealed class WireTests(PlatformCluster cluster)
{
    private static readonly Order Large = new(
        "lamp",
        1.5m,
        new(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)),
        TimeSpan.FromMilliseconds(1.5),
        new("7d2b9c1e-51a4-4b61-9ce4-0d5f2f3a7a10"),
        Size.Large,
        new("http://127.0.0.1:1/a?b=c"),
        new Dictionary<string, IReadOnlyList<string>> { ["colour"] = ["red", "blue"] })
    { Tags = ["new"] };

    private IWireGrain Grain => cluster.Grains.GetGrain<IWireGrain>("wire/1");

    [Fact]
    public async Task A_record_arrives_whole()
    {
        var answer = await Grain.OrderAsync(Large);
        Assert.Equal(2.5m, answer.Price);
        Assert.Equal(Large.At.Offset, answer.At.Offset);
        Assert.Equal(["new"], answer.Tags);
        Assert.Equal(["red", "blue"], answer.Labels["colour"]);
        Assert.True(answer.IsLarge);
        Assert.Equal(
            (Large.Item, Large.At, Large.Within, Large.Number, Large.Page),
            (answer.Item, answer.At, answer.Within, answer.Number, answer.Page));
    }

    [Fact]
    public async Task An_outcome_carries_a_value_or_a_refusal()
    {
        var value = await Grain.OutcomeAsync(Large);
        Assert.Null(value.Refusal);
        Assert.Equal("lamp", value.Value!.Item);
        var refusal = await Grain.OutcomeAsync(null);
        Assert.Null(refusal.Value);
        Assert.Equal((RefusalKind.Input, "is missing"), (refusal.Refusal!.Kind, refusal.Refusal.Fields["order"]));
    }

    [Fact]
    public async Task An_outcome_may_carry_a_list()
    {
        var outcome = await Grain.OutcomeOfListAsync([Large, Large]);
        Assert.Equal(["lamp", "lamp"], outcome.Value!.Select(order => order.Item));
    }

    [Fact]
    public async Task Small_values_arrive_as_given()
    {
        Assert.Equal("{\"a\": 1}", (await Grain.JsonAsync(new("{\"a\": 1}"))).Text);
        Assert.Equal("null", (await Grain.JsonAsync(default)).ToString());
        Assert.Equal(new("x", new("Tom", 7)), await Grain.PairAsync(new Pair<string, Cat?>("x", new("Tom", 7))));
        Assert.Equal(new Cat("Tom", 9), await Grain.AnimalAsync(new Cat("Tom", 9)));
        Assert.Equal([1, 2, 255], await Grain.BytesAsync([1, 2, 255]));
        Assert.Equal((4, null), await Grain.TupleAsync((4, null)));
        Assert.Equal("text/ask", await Grain.AskAsync(cluster.Grains.GetGrain<ITextKeyGrain>("text/ask")));
    }

    [Fact]
    public async Task A_list_of_any_kind_arrives()
    {
        Assert.Equal(["a"], await Grain.TextsAsync(["a"]));
        Assert.Equal(["a", "b"], await Grain.TextsAsync(new List<string> { "a", "b" }.AsReadOnly()));
        Assert.Equal(["a", "b"], await Grain.TextsAsync("a b".Split(' ')));
        Assert.Equal(["a", "b"], await Grain.LiteralAsync());
        Assert.Empty(await Grain.TextsAsync([]));
    }

    [Fact]
    public async Task Caller_and_grain_share_nothing_that_can_change()
    {
        var grain = cluster.Grains.GetGrain<IWireGrain>("wire/copies");
        var basket = new Basket { Items = ["one"], Inner = new() { Items = ["deep"] } };
        await grain.KeepAsync(basket);
        basket.Items.Add("two");
        basket.Inner.Items.Clear();
        var kept = await grain.KeptAsync();
        Assert.Equal(["one"], kept.Items);
        Assert.Equal(["deep"], kept.Inner!.Items);
        kept.Items.Clear();
        Assert.Single((await grain.KeptAsync()).Items);
        Assert.Equal(3, await grain.ChangeAsync(basket));
        Assert.Equal(2, basket.Items.Count);
    }

    [Fact]
    public async Task A_member_without_an_id_stays_behind()
    {
        var grain = cluster.Grains.GetGrain<IWireGrain>("wire/note");
        await grain.KeepAsync(new() { Items = ["one"], Note = "mine" });
        Assert.Equal("fresh", (await grain.KeptAsync()).Note);
    }

    [Fact]
    public async Task Grains_of_one_silo_share_what_says_that_it_is_immutable_and_copy_the_rest()
    {
        var grain = cluster.Grains.GetGrain<IWireGrain>("wire/first");
        var other = cluster.Grains.GetGrain<IWireGrain>("wire/second");
        var basket = await grain.PassOnBasketAsync(other);
        Assert.Equal(["one"], basket.Items);
        Assert.Equal("fresh", basket.Note);
        Assert.Equal(2, await grain.PassOnPromiseAsync(other));
    }
}
