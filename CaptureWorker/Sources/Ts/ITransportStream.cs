namespace OrleansFrames.CaptureWorker.Sources.Ts;

/// <summary>An MPEG transport stream that comes in datagrams.</summary>
internal interface ITransportStream
{
    /// <summary>Copies what has come since the last call; 0 when that is nothing. Never waits.</summary>
    /// <exception cref="SourceException">Nothing more will come.</exception>
    /// <exception cref="IOException">The connection is gone.</exception>
    int Read(Span<byte> buffer);
}
