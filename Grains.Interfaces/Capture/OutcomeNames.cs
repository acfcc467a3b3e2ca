using System.Text.Json;

namespace OrleansFrames.Capture;

/// <summary>The words of outcomes and reasons on the wire and in the ledger.</summary>
public static class OutcomeNames
{
    public static string WireName(this TickOutcome outcome) => JsonNamingPolicy.SnakeCaseLower.ConvertName(outcome.ToString());

    public static string WireName(this FailureReason reason) => JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString());

    /// <summary>Both in one word: <c>captured</c>, or <c>failed(auth)</c>.</summary>
    public static string Spoken(TickOutcome outcome, FailureReason? reason)
        => reason is { } why ? $"{outcome.WireName()}({why.WireName()})" : outcome.WireName();
}
