using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace OrleansFrames.Silo.Sinks;

/// <summary>The name under which a queue keeps the events of a call in order.</summary>
internal static class QueueGroup
{
    // Amazon's alphabet: letters, digits and ASCII punctuation. The same for all queues, so that a call has one name.
    private static readonly SearchValues<char> Characters = SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code)]);

    /// <param name="longest">Most characters that the queue takes.</param>
    public static string Of(string name, int longest) => name.Length <= longest && !name.AsSpan().ContainsAnyExcept(Characters)
        ? name
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
}
