using System.Security.Cryptography;
using System.Text.Json;
using OrleansFrames.Json;

namespace OrleansFrames.Calls;

/// <summary>What the call owes the read models: its newest revision, from its first write on and again with each activation.</summary>
internal sealed partial class CallGrain
{
    /// <summary>Tells apart what the read models were told last. Most writes change nothing that they keep.</summary>
    private byte[] _indexed = [];

    private CallBook? _indexedBook;

    private async Task SaveIndexAsync(CancellationToken cancellationToken)
    {
        var book = _book!;
        if (_indexedBook is { } before && before.IsOn() == book.IsOn() && Shown(before) == Shown(book))
        {
            return;
        }

        var entry = Views.Entry(book);
        var content = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(entry with { Revision = 0 }, FramesJson.Rfc3339));
        if (!content.AsSpan().SequenceEqual(_indexed))
        {
            await models.SaveCallAsync(entry, cancellationToken);
            _indexed = content;
        }

        _indexedBook = book;
    }

    /// <summary>The book without what queries never show: most writes change nothing else, and need not be rendered to know it.</summary>
    private static CallBook Shown(CallBook book) => book with { Revision = 0, Egress = null, Owed = [], Presences = [] };
}
