using System.Text.Json;
using OrleansFrames.Delivery;

namespace OrleansFrames.Grains.Tests.Delivery;

public sealed class DeliveryBodyTests
{
    private static readonly Guid EventId = Guid.Parse("11111111-2222-5333-8444-555555555555");

    [Fact]
    public void Compose_ReadyEvent_GetsUrlAndEventId()
    {
        var body = Parse("""{"type":"call.frame_recording_ready","users":{"a":{"name":"Ä <b>"}}}""", true, "https://h/f.jpg?sig=a&b=c");
        Assert.Equal("https://h/f.jpg?sig=a&b=c", body.GetProperty("url").GetString());
        Assert.Equal(EventId, body.GetProperty("event_id").GetGuid());
        Assert.Equal("Ä <b>", body.GetProperty("users").GetProperty("a").GetProperty("name").GetString());
        Assert.False(body.TryGetProperty("expired", out _));
    }

    [Fact]
    public void Compose_RetentionIsOver_SaysExpired()
    {
        var body = Parse("""{"type":"call.frame_recording_ready"}""", true, null);
        Assert.Equal("", body.GetProperty("url").GetString());
        Assert.True(body.GetProperty("expired").GetBoolean());
    }

    [Fact]
    public void Compose_EventWithoutPicture_GetsNoUrl()
    {
        var body = Parse("""{"type":"call.updated","url":"kept"}""", false, null);
        Assert.Equal("kept", body.GetProperty("url").GetString());
        Assert.False(body.TryGetProperty("expired", out _));
    }

    [Fact]
    public void Compose_MembersThatAreOurs_AreNotThereTwice()
    {
        var bytes = DeliveryBody.Compose("""{"url":"old","event_id":"x","expired":true,"n":1.50}""", EventId, true, "new");
        Assert.Equal("""{"n":1.50,"event_id":"11111111-2222-5333-8444-555555555555","url":"new"}""", System.Text.Encoding.UTF8.GetString(bytes.Span));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    public void Compose_NoObject_IsRefused(string payload)
        => Assert.ThrowsAny<JsonException>(() => DeliveryBody.Compose(payload, EventId, false, null));

    [Fact]
    public void DeliveryId_SameEventAndHook_IsTheSame_AndAnotherHookAnother()
    {
        Assert.Equal(DeliveryId.Of(EventId, "h1"), DeliveryId.Of(EventId, "h1"));
        Assert.NotEqual(DeliveryId.Of(EventId, "h1"), DeliveryId.Of(EventId, "h2"));
        Assert.Equal(NameUuid.Create(EventId, "h1"), DeliveryId.Of(EventId, "h1"));
    }

    private static JsonElement Parse(string payload, bool hasPicture, string? url)
        => JsonDocument.Parse(DeliveryBody.Compose(payload, EventId, hasPicture, url)).RootElement;
}
