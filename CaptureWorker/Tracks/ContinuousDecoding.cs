using OrleansFrames.CaptureWorker.Pictures;
using OrleansFrames.CaptureWorker.Sources.Codecs;

namespace OrleansFrames.CaptureWorker.Tracks;

/// <summary>
/// Decodes a track whose key frames are too far apart for its ticks in a context of its own, each picture once, and the more of them ahead
/// of a tick the better. Whoever calls holds the track's turn for as long as the task runs,
/// or has it taken.
/// </summary>
/// <param name="pictures">Where the pictures come from, and are dropped once they are decoded.</param>
/// <param name="gate">Guards them.</param>
/// <param name="pool">Decodes.</param>
/// <param name="contexts">Lends the memory of the context.</param>
internal sealed class ContinuousDecoding(GroupOfPictures pictures, Lock gate, PicturePool pool, MemoryReserve contexts, TimeProvider time)
{
    private const int Portion = 16;
    private const int MostPortions = 8;

    // Pictures that a context holds: up to 16 that others refer to, most streams have 1 to 4, and some more in the decoder's own pool.
    private const int PicturesHeld = 8;

    // A context that so many ticks did not use is given back.
    private const int MostIdleTicks = 3;

    private TrackDecoder? _decoder;
    private int _idleTicks;
    private int _lent;

    /// <summary>Has a context, or can get one; where the memory for it is lent out, the track is decoded as others are.</summary>
    public bool TryBegin(VideoFormat format)
    {
        _idleTicks = 0;
        var needed = (int)Math.Min(int.MaxValue / 2, (long)format.CodedWidth * format.CodedHeight * 3 / 2 * PicturesHeld);
        if (_decoder is not null && needed <= _lent)
        {
            return true;
        }

        if (!contexts.TryLend(_lent, needed - _lent))
        {
            return false;
        }

        _lent = needed;
        _decoder ??= new TrackDecoder(time);
        return true;
    }

    /// <summary>Decodes ahead, unless the turn is taken: who has it, decodes all there is. The newest picture is left for the tick.</summary>
    public async Task DecodeAheadAsync(SemaphoreSlim turn)
    {
        if (!turn.Wait(0, CancellationToken.None))
        {
            return;
        }

        try
        {
            VideoFormat? format;
            lock (gate)
            {
                format = pictures.Format;
            }

            if (format is not null && TryBegin(format))
            {
                await pool.DecodeAsync(_decoder!, () => Next(leaveNewest: true), MostPortions);
            }
        }
        catch (PictureException)
        {
            // The next tick finds the same, and tells it.
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Decodes what is left, and makes a still of the newest picture.</summary>
    /// <exception cref="PictureException">No still could be made, or not in time.</exception>
    public Task<RenderedStill> RenderAsync(StillOrder order) => pool.RenderAsync(_decoder!, () => Next(leaveNewest: false), order);

    /// <summary>A tick goes by without the context.</summary>
    /// <param name="isSparse">It will be wanted soon again.</param>
    public void Idle(bool isSparse)
    {
        if (_decoder is not null && (!isSparse || ++_idleTicks > MostIdleTicks))
        {
            End();
        }
    }

    /// <summary>Gives the context back.</summary>
    public void End()
    {
        _decoder?.Dispose();
        _decoder = null;
        contexts.GiveBack(_lent);
        _lent = 0;
    }

    private CompressedPicture? Next(bool leaveNewest)
    {
        lock (gate)
        {
            return pictures.Take(Portion, leaveNewest);
        }
    }
}
