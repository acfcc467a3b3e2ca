using System.Text;

namespace OrleansFrames.Api.Tests.Input;

/// <summary>Bodies that no operation can take, whatever it reads.</summary>
internal static class BadBodies
{
    /// <summary>In the order of no importance: a name for the failed test, the bytes, and the status and code that they are answered with.</summary>
    public static IEnumerable<(string Name, byte[] Bytes, int Status, int Code)> All { get; } =
    [
        Wrong("cut off", "{"),
        Wrong("an array", "[1]"),
        Wrong("a text", "\"x\""),
        Wrong("a form", "user_id=anna"),
        Wrong("with a tail", "{} x"),
        Wrong("a member twice", """{"user_id":"a","user_id":"b"}"""),
        Wrong("a member twice, escaped", """{"user_id":"a","user\u005fid":"b"}"""),
        Wrong("half a surrogate pair", """{"x":"\ud800"}"""),
        Wrong("half a surrogate pair in a name", """{"\udc00":1}"""),
        Wrong("too deep", string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string('}', 10_000)),
        Wrong("deep arrays", $$"""{"x":{{new string('[', 10_000)}}{{new string(']', 10_000)}}}"""),
        new("UTF-16, low byte first", [0xff, 0xfe, .. Encoding.Unicode.GetBytes("{}")], 400, 4),
        new("UTF-16, high byte first", [0xfe, 0xff, .. Encoding.BigEndianUnicode.GetBytes("{}")], 400, 4),
        new("Latin-1", Encoding.Latin1.GetBytes("""{"x":"é"}"""), 400, 4),
        new("no UTF-8", [.. "{\"x\":\""u8, 0xc3, 0x28, .. "\"}"u8], 400, 4),
        new("a byte order mark", [0xef, 0xbb, 0xbf, .. "{}"u8], 400, 4),
        new("10 MB", Encoding.UTF8.GetBytes($$"""{"x":"{{new string('x', 10_000_000)}}"}"""), 413, 22),
    ];

    private static (string Name, byte[] Bytes, int Status, int Code) Wrong(string name, string text) => (name, Encoding.UTF8.GetBytes(text), 400, 4);
}
