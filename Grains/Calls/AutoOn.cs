using OrleansFrames.CallTypes;

namespace OrleansFrames.Calls;

/// <summary>
/// The policy of mode <c>auto-on</c>: a session is recorded without being asked once its first participant is in, and only once. Stopped by hand or
/// failed, its recording starts again by request alone; the next session's starts by itself.
/// </summary>
internal static class AutoOn
{
    /// <summary>A session that opens.</summary>
    public static CallSession Open(CallSession session, CallBook book) => session with { RecordingDue = IsAutoOn(book) };

    /// <summary>A call whose settings have changed: switched to auto-on its session is recorded from now on, even after a stop by hand.</summary>
    public static CallBook Switch(CallBook before, CallBook after)
        => after.LiveSession() is { } session && IsAutoOn(before) != IsAutoOn(after)
            ? after with { Session = session with { RecordingDue = IsAutoOn(after) && !after.IsOn() } }
            : after;

    /// <summary>Begins the recording that is due, unless nobody is there or the last one is not over.</summary>
    public static CallBook Start(CallBook book, Func<string> newId, DateTimeOffset now)
        => book.LiveSession() is { RecordingDue: true, EmptySince: null } session && !book.IsBusy()
            ? EgressMachine.Begin(book, session, newId(), now, EgressMachine.StorageOf(book))
            : book;

    private static bool IsAutoOn(CallBook book) => CallSettings.FrameRecording(book.Settings).IsAutoOn;
}
