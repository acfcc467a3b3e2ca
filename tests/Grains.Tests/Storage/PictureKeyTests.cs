using OrleansFrames.Storage;

namespace OrleansFrames.Grains.Tests.Storage;

public sealed class PictureKeyTests
{
    [Theory]
    [InlineData("e/t/00000001-00.jpg", "", "e/t/00000001-00.jpg")]
    [InlineData("mine:frames/e/t/1.jpg", "mine", "frames/e/t/1.jpg")]
    [InlineData("mine:a:b.jpg", "mine", "a:b.jpg")]
    public void Text_IsReadAsItWasWritten(string text, string storage, string name)
    {
        var key = PictureKey.Parse(text);
        Assert.Equal((storage, name, storage.Length == 0), (key.Storage, key.Name, key.IsBuiltIn));
        Assert.Equal(text, key.ToString());
    }
}
