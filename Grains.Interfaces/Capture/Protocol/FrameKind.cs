namespace OrleansFrames.Capture.Protocol;

/// <summary>What a frame between a silo and its capture worker says. The numbers are the wire's.</summary>
internal enum FrameKind : byte
{
    /// <summary>Worker to silo, first frame: version of the protocol (1 byte), then the fences that hold.</summary>
    Hello = 1,

    /// <summary>Silo to worker: answer with <see cref="Pong"/> of the same id.</summary>
    Ping = 2,

    /// <summary>Worker to silo: how it is (<see cref="WorkerReport"/>).</summary>
    Pong = 3,

    /// <summary>Silo to worker: open a track ahead of its first tick. Not answered.</summary>
    Watch = 4,

    /// <summary>Silo to worker: one picture; answered with <see cref="Answer"/> of the same id.</summary>
    Grab = 5,

    /// <summary>Silo to worker: nobody waits any more for the grab of this id.</summary>
    Cancel = 6,

    /// <summary>Silo to worker: drop a track. Not answered.</summary>
    Release = 7,

    Answer = 8,
}
