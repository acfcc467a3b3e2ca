namespace OrleansFrames.Calls;

/// <summary>A change of a call with what it makes known beyond what <see cref="CallNews"/> tells of any change.</summary>
/// <param name="Book">The next one; the same as before when nothing changes.</param>
/// <param name="Told">Events that come first.</param>
/// <param name="LeftBecause">Why participants left by it.</param>
internal sealed record CallStep(CallBook Book, IReadOnlyList<EventDraft> Told, string? LeftBecause = null);
