using OrleansFrames.Json;
using OrleansFrames.Platform.Tests.Calls;

namespace OrleansFrames.Platform.Tests.Wire;

[Alias("platform.IWireGrain")]
public interface IWireGrain : IGrainWithStringKey
{
    [Alias("Order")]
    Task<Order> OrderAsync(Order order);

    [Alias("Outcome")]
    Task<Outcome<Order>> OutcomeAsync(Order? order);

    [Alias("OutcomeOfList")]
    Task<Outcome<IReadOnlyList<Order>>> OutcomeOfListAsync(IReadOnlyList<Order> orders);

    [Alias("Keep")]
    Task KeepAsync(Basket basket);

    [Alias("Kept")]
    Task<Basket> KeptAsync();

    [Alias("KeepPromise")]
    Task KeepPromiseAsync(Promise promise);

    [Alias("KeptPromise")]
    Task<int> KeptPromiseAsync();

    [Alias("Change")]
    Task<int> ChangeAsync(Basket basket);

    [Alias("Ask")]
    Task<string> AskAsync(ITextKeyGrain other);

    [Alias("Json")]
    Task<RawJson> JsonAsync(RawJson json);

    [Alias("Pair")]
    Task<Pair<string, Cat?>> PairAsync(Pair<string, Cat?> pair);

    [Alias("Animal")]
    Task<Animal> AnimalAsync(Animal animal);

    [Alias("Texts")]
    Task<IReadOnlyList<string>> TextsAsync(IReadOnlyList<string> texts);

    [Alias("Bytes")]
    Task<byte[]> BytesAsync(byte[] bytes);

    [Alias("Tuple")]
    Task<(int Number, string? Text)> TupleAsync((int Number, string? Text) tuple);

    /// <summary>Gives a basket to another grain of the same silo, changes it afterwards, and answers what the other one has.</summary>
    [Alias("PassOnBasket")]
    Task<Basket> PassOnBasketAsync(IWireGrain other);

    /// <summary>The same with a promise, which is shared while it stays in the silo.</summary>
    [Alias("PassOnPromise")]
    Task<int> PassOnPromiseAsync(IWireGrain other);

    /// <summary>The orders that another grain answers, made by an expression that is no collection of its own.</summary>
    [Alias("Literal")]
    Task<IReadOnlyList<string>> LiteralAsync();
}

internal sealed class WireGrain : Grain, IWireGrain
{
    private Basket _kept = new();
    private Promise _promise = new();

    public Task<Order> OrderAsync(Order order) => Task.FromResult(order with { Price = order.Price + 1 });

    public Task<Outcome<Order>> OutcomeAsync(Order? order)
        => Task.FromResult<Outcome<Order>>(order is null ? Refusal.Input("order", "is missing") : order);

    public Task<Outcome<IReadOnlyList<Order>>> OutcomeOfListAsync(IReadOnlyList<Order> orders)
        => Task.FromResult(new Outcome<IReadOnlyList<Order>> { Value = orders });

    public Task KeepAsync(Basket basket)
    {
        _kept = basket;
        return Task.CompletedTask;
    }

    public Task<Basket> KeptAsync() => Task.FromResult(_kept);

    public Task KeepPromiseAsync(Promise promise)
    {
        _promise = promise;
        return Task.CompletedTask;
    }

    public Task<int> KeptPromiseAsync() => Task.FromResult(_promise.Items.Count);

    public Task<int> ChangeAsync(Basket basket)
    {
        basket.Items.Add("more");
        return Task.FromResult(basket.Items.Count);
    }

    public Task<string> AskAsync(ITextKeyGrain other) => other.KeyAsync();

    public Task<RawJson> JsonAsync(RawJson json) => Task.FromResult(json);

    public Task<Pair<string, Cat?>> PairAsync(Pair<string, Cat?> pair) => Task.FromResult(pair);

    public Task<Animal> AnimalAsync(Animal animal) => Task.FromResult(animal);

    public Task<IReadOnlyList<string>> TextsAsync(IReadOnlyList<string> texts) => Task.FromResult(texts);

    public Task<byte[]> BytesAsync(byte[] bytes) => Task.FromResult(bytes);

    public Task<(int Number, string? Text)> TupleAsync((int Number, string? Text) tuple) => Task.FromResult(tuple);

    public async Task<Basket> PassOnBasketAsync(IWireGrain other)
    {
        var basket = new Basket { Items = ["one"], Note = "mine" };
        await other.KeepAsync(basket);
        basket.Items.Add("two");
        return await other.KeptAsync();
    }

    public async Task<int> PassOnPromiseAsync(IWireGrain other)
    {
        var promise = new Promise { Items = ["one"] };
        await other.KeepPromiseAsync(promise);
        promise.Items.Add("two");
        return await other.KeptPromiseAsync();
    }

    public Task<IReadOnlyList<string>> LiteralAsync() => Task.FromResult<IReadOnlyList<string>>(["a", "b"]);
}
