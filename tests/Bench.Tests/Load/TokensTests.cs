using OrleansFrames.Bench.Load;

namespace OrleansFrames.Bench.Tests.Load;

public sealed class TokensTests
{
    [Fact]
    public void Token_IsGoodForItsSecretAlone()
    {
        var token = Tokens.User("secret", "ada");
        Assert.True(Tokens.IsSigned("secret", token));
        Assert.False(Tokens.IsSigned("another", token));
        Assert.False(Tokens.IsSigned("secret", token[..^1] + (token[^1] == 'A' ? 'B' : 'A')));
        Assert.False(Tokens.IsSigned("secret", ""));
    }
}
