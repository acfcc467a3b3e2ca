namespace OrleansFrames.Ledger;

/// <summary>Hears which hooks of this silo's own commits may have rows to deliver, so that delivery need not wait for the sweeper.</summary>
public interface IOutboxSignal
{
    /// <summary>Called after the commit and before the writes are acknowledged, on the ledger's own thread: it must only pass the word on, and return at once.</summary>
    void HooksTouched(IReadOnlyCollection<HookRef> hooks);
}
