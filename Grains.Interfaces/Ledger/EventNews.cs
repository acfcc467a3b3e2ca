namespace OrleansFrames.Ledger;

/// <summary>What happened in an app's calls since somebody asked last, pictures left out.</summary>
/// <param name="Events">Oldest first.</param>
/// <param name="NextAfterSeq">Where to go on.</param>
/// <param name="More">There is more already.</param>
[GenerateSerializer, Immutable, Alias("frames.EventNews")]
public sealed record EventNews(
    [property: Id(0)] IReadOnlyList<EventRow> Events, [property: Id(1)] long NextAfterSeq, [property: Id(2)] bool More);
