using OrleansFrames.Capture;

namespace OrleansFrames.CaptureWorker.Sources;

/// <summary>Ends an attempt to play a source, from anywhere inside it.</summary>
internal sealed class SourceException(SourceFault fault) : Exception(fault.Detail)
{
    public SourceException(FailureReason reason, string detail)
        : this(SourceFault.Failed(reason, detail))
    {
    }

    public SourceFault Fault => fault;
}
