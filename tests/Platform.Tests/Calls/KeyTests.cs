namespace OrleansFrames.Platform.Tests.Calls;

[Collection(SharedCluster.Name)]
public sealed class KeyTests(PlatformCluster cluster)
{
    [Theory]
    [InlineData("call/app/default:one")]
    [InlineData("call/a%2Fb/x:%C3%A4")]
    [InlineData("a")]
    [InlineData("with space")]
    public async Task A_text_key_arrives_as_given(string key)
    {
        var grain = cluster.Grains.GetGrain<ITextKeyGrain>(key);
        Assert.Equal(key, await grain.KeyAsync());
        Assert.Equal(key, await grain.KeyOfSelfAsync());
        Assert.Equal(key, grain.GetPrimaryKeyString());
    }

    [Fact]
    public async Task Number_and_guid_keys_arrive_as_given()
    {
        var guid = new Guid("7d2b9c1e-51a4-4b61-9ce4-0d5f2f3a7a10");
        Assert.Equal(-7, await cluster.Grains.GetGrain<INumberKeyGrain>(-7).KeyAsync());
        Assert.Equal(guid, await cluster.Grains.GetGrain<IGuidKeyGrain>(guid).KeyAsync());
    }

    [Fact]
    public void An_identity_is_type_and_key()
    {
        Assert.Equal("textkey/call/a", cluster.Grains.GetGrain<ITextKeyGrain>("call/a").GetGrainId().ToString());
        Assert.Equal("numberkey/1F", cluster.Grains.GetGrain<INumberKeyGrain>(31).GetGrainId().ToString());
    }

    [Fact]
    public void References_to_one_grain_are_equal()
    {
        Assert.Equal(cluster.Grains.GetGrain<ITextKeyGrain>("x/1"), cluster.Grains.GetGrain<ITextKeyGrain>("x/1"));
        Assert.NotEqual(cluster.Grains.GetGrain<ITextKeyGrain>("x/1"), cluster.Grains.GetGrain<ITextKeyGrain>("x/2"));
    }

    [Fact]
    public void An_interface_without_a_class_is_refused()
        => Assert.Throws<ArgumentException>(() => cluster.Grains.GetGrain<IAbsentGrain>("absent/1"));

    [Fact]
    public async Task Two_classes_need_the_name_of_one()
    {
        Assert.Throws<ArgumentException>(() => cluster.Grains.GetGrain<ITwofoldGrain>("two/1"));
        Assert.Equal("second", await cluster.Grains.GetGrain<ITwofoldGrain>("two/1", typeof(SecondFoldGrain).FullName).NameAsync());
    }
}
