namespace OrleansFrames.Capture;

/// <summary>Why a tick is <see cref="TickOutcome.Failed"/>. On the wire and in the ledger in snake_case.</summary>
public enum FailureReason
{
    /// <summary>The other side refused the connection.</summary>
    Refused,

    /// <summary>User or password are wrong or missing.</summary>
    Auth,

    /// <summary>The source answers, but knows no such path.</summary>
    NotFound,

    /// <summary>The host name has no address.</summary>
    Dns,

    /// <summary>The source did not answer in time.</summary>
    Timeout,

    /// <summary>Media came and then stopped while the connection stayed.</summary>
    Stalled,

    /// <summary>Media comes, but no key frame to start decoding from.</summary>
    NoKeyframe,

    /// <summary>The picture could not be decoded or encoded.</summary>
    Decode,

    /// <summary>A scheme, codec, transport or size that is not supported.</summary>
    Unsupported,

    /// <summary>The address rule forbids the source's address.</summary>
    BlockedAddress,

    /// <summary>The frame store did not take the picture.</summary>
    Store,

    /// <summary>The ledger did not take the tick.</summary>
    Ledger,

    /// <summary>The capture worker died, or could not be started.</summary>
    WorkerLost,

    /// <summary>The silo that owned the track died.</summary>
    SiloLost,

    /// <summary>The database was away and the local spool full.</summary>
    SpoolFull,
}
