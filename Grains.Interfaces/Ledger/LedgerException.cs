namespace OrleansFrames.Ledger;

/// <summary>The ledger is away or refused a write: an outage, not a bug. The edge answers 503.</summary>
public sealed class LedgerException(string message, Exception? inner = null) : Exception(message, inner);
