using OrleansFrames.CallTypes;
using OrleansFrames.Capture;

namespace OrleansFrames.Calls;

/// <summary>The states of frame recording: idle, starting, running, stopping, idle again or failed.</summary>
internal static class EgressMachine
{
    /// <summary>Whether pictures are taken now: what the wire calls <c>running</c>.</summary>
    public static bool IsOn(this CallBook book) => book.Egress?.Status is EgressStatus.Starting or EgressStatus.Running;

    /// <summary>Whether there is no room for another recording: the last one is not over.</summary>
    public static bool IsBusy(this CallBook book)
        => book.Egress?.Status is EgressStatus.Starting or EgressStatus.Running or EgressStatus.Stopping;

    public static Outcome<CallBook> Start(CallBook book, StartFrameRecording request, string egressId, DateTimeOffset now)
    {
        var settings = CallSettings.FrameRecording(book.Settings);
        if (settings.IsDisabled)
        {
            return Refusal.Input("frame recording is disabled for this call");
        }

        if (book.LiveSession() is not { } session)
        {
            return Refusal.Input("there is no active session");
        }

        return book.IsBusy() ? Refusal.Input("frame recording is already running") : Begin(book, session, egressId, now, StorageOf(book, request));
    }

    /// <summary>Where the pictures of a recording go: the request's storage, else the call type's, else the built-in store (empty).</summary>
    public static string StorageOf(CallBook book, StartFrameRecording? request = null) => request?.ExternalStorage ?? book.ExternalStorage ?? "";

    /// <summary>Begins a recording of the session, which owes itself none any more.</summary>
    public static CallBook Begin(CallBook book, CallSession session, string egressId, DateTimeOffset now, string storage)
    {
        var settings = CallSettings.FrameRecording(book.Settings);
        CadenceSegment first = new(0, now, settings.IntervalSeconds, settings.ShortSide, settings.Format);
        return book with
        {
            Session = session with { RecordingDue = false },
            Egress = new(egressId, session.Id, now, EgressStatus.Starting, null, null, false, storage, [first], []),
        };
    }

    public static Outcome<CallBook> Stop(CallBook book, string app, string cid, DateTimeOffset now)
        => book.IsOn() ? End(book, app, cid, now, null) : Refusal.Input("call egress is not running");

    /// <summary>Ends a running recording: all its tracks leave, then it is idle, or failed when there is a reason.</summary>
    public static CallBook End(CallBook book, string app, string cid, DateTimeOffset now, FailureReason? reason)
    {
        var leaving = CaptureSpecs.Of(book, app, cid).Select(spec => new LeavingTrack(spec, now));
        var egress = book.Egress!;
        return book with
        {
            Egress = egress with { Status = EgressStatus.Stopping, Reason = reason, EndedAt = now, Leaving = [.. egress.Leaving, .. leaving] },
        };
    }

    /// <summary>A stopping recording whose tracks have all left is over.</summary>
    public static CallBook Finish(CallBook book)
    {
        var egress = book.Egress!;
        return book with { Egress = egress with { Status = egress.Reason is null ? EgressStatus.Idle : EgressStatus.Failed } };
    }

    /// <summary>The first picture makes a starting recording a running one.</summary>
    public static CallBook Run(CallBook book)
        => book.Egress is { Status: EgressStatus.Starting } egress ? book with { Egress = egress with { Status = EgressStatus.Running } } : book;

    /// <summary>A recording under new settings: <c>disabled</c> ends it, interval and quality reach its next tick.</summary>
    public static CallBook Obey(CallBook book, string app, string cid, DateTimeOffset now)
        => book.IsOn() && CallSettings.FrameRecording(book.Settings).IsDisabled ? End(book, app, cid, now, null) : Retime(book, now);

    /// <summary>New settings reach a recording at its next tick.</summary>
    public static CallBook Retime(CallBook book, DateTimeOffset now)
    {
        if (!book.IsOn())
        {
            return book;
        }

        var settings = CallSettings.FrameRecording(book.Settings);
        var egress = book.Egress!;
        var segments = Cadence.Change(egress.Segments, now, settings.IntervalSeconds, settings.ShortSide, settings.Format);
        return book with { Egress = egress with { Segments = segments } };
    }
}
