namespace OrleansFrames.Grains.Tests;

public sealed class NameUuidTests
{
    private static readonly Guid Dns = Guid.Parse("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

    // RFC 9562, appendix A.4, and Python's uuid.uuid5.
    [Theory]
    [InlineData("www.example.com", "2ed6657d-e927-568b-95e1-2665a8aea6a2")]
    [InlineData("python.org", "886313e1-3b8a-5372-9b90-0c9aee199e5d")]
    public void Create_KnownName_GivesThePublishedId(string name, string expected) => Assert.Equal(Guid.Parse(expected), NameUuid.Create(Dns, name));

    [Fact]
    public void Create_NameBeyondAscii_HashesUtf8()
        => Assert.NotEqual(NameUuid.Create(Dns, "ü"), NameUuid.Create(Dns, "u"));
}
