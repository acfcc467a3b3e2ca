using System.Globalization;
using OrleansFrames.Capture;
using OrleansFrames.Ledger;

namespace OrleansFrames.Silo.Quickstart;

/// <summary>A run in numbers.</summary>
internal sealed class RunTotals
{
    private readonly Dictionary<string, int> _outcomes = [];

    /// <summary>Ticks with a picture.</summary>
    public int Frames { get; private set; }

    /// <summary>When the first picture was durable; null while there is none.</summary>
    public DateTimeOffset? FirstFrame { get; private set; }

    /// <summary>Counts, the most frequent first, such as <c>captured=12 failed(auth)=3</c>.</summary>
    public string Outcomes => string.Join(
        ' ', _outcomes.OrderByDescending(entry => entry.Value).Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Key}={entry.Value}")));

    public void Add(TickRow row)
    {
        var outcome = OutcomeNames.Spoken(row.Outcome, row.Reason);
        _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + 1;
        if (row.Outcome == TickOutcome.Captured)
        {
            Frames++;
            FirstFrame = FirstFrame is null || row.StoredAt < FirstFrame ? row.StoredAt : FirstFrame;
        }
    }
}
