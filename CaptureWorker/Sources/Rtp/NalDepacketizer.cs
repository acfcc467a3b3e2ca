using System.Buffers.Binary;
using OrleansFrames.CaptureWorker.Sources.Codecs;

namespace OrleansFrames.CaptureWorker.Sources.Rtp;

/// <summary>What the payloads of H.264 and H.265 have in common: NAL units alone, several in a packet, or one over several packets.</summary>
/// <param name="given">Parameter sets of the session description.</param>
internal abstract class NalDepacketizer(IMediaSink sink, int payloadType, ParameterSets sets, IEnumerable<byte[]> given) : RtpDepacketizer(sink, payloadType)
{
    private const int LongestParameterSet = 4096;

    private readonly ParameterSets _sets = Filled(sets, given);
    private bool _inFragment;

    protected override VideoFormat? Format => _sets.Format;

    protected override void Begin() => _inFragment = false;

    protected override void ForgetFragment() => _inFragment = false;

    /// <summary>NAL units, each behind its length in 16 bits.</summary>
    protected void UnpackAggregate(ReadOnlySpan<byte> rest)
    {
        while (rest.Length > 2)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(rest);
            if (length == 0 || length > rest.Length - 2)
            {
                IsDamaged = true;
                return;
            }

            Append(rest.Slice(2, length));
            rest = rest[(2 + length)..];
        }
    }

    /// <param name="header">Of the NAL unit, as if it had not been cut.</param>
    /// <param name="fragment">The fragment's own header: start and end in its two highest bits.</param>
    /// <param name="rest">What follows it.</param>
    protected void UnpackFragment(ReadOnlySpan<byte> header, byte fragment, ReadOnlySpan<byte> rest)
    {
        if ((fragment & 0x80) != 0)
        {
            _inFragment = true;
            Append(header, rest);
        }
        else if (!_inFragment)
        {
            IsDamaged = true;
            HasPicture |= IsSlice(header);
        }
        else if (IsSlice(header) && IsWanted)
        {
            Write(rest);
        }

        _inFragment &= (fragment & 0x40) == 0;
    }

    /// <param name="nal">With its header.</param>
    protected abstract void Append(ReadOnlySpan<byte> nal);

    /// <summary>A NAL unit whose beginning came in a fragment.</summary>
    protected void Append(ReadOnlySpan<byte> header, ReadOnlySpan<byte> rest)
    {
        // Only parameter sets are needed as a whole, and only small ones are any.
        if (IsSlice(header))
        {
            AppendSlice(header, rest);
        }
        else if (header.Length + rest.Length <= LongestParameterSet)
        {
            Append((ReadOnlySpan<byte>)[.. header, .. rest]);
        }
    }

    protected abstract bool IsSlice(ReadOnlySpan<byte> header);

    /// <summary>A slice came: what its header says of its picture.</summary>
    protected abstract void Note(ReadOnlySpan<byte> header);

    protected abstract bool IsKeySlice(ReadOnlySpan<byte> header);

    protected void AppendSlice(ReadOnlySpan<byte> header, ReadOnlySpan<byte> rest)
    {
        if (IsKeySlice(header) && !IsKey)
        {
            Restart();
            _sets.WriteTo(Unit);
        }

        // The first slice of a picture begins with a 1: first_mb_in_slice of 0, or first_slice_segment_in_pic_flag. Without, it was lost in a gap.
        IsDamaged |= !HasPicture && (rest.IsEmpty || (rest[0] & 0x80) == 0);
        HasPicture = true;
        Note(header);
        if (IsWanted)
        {
            Write(ParameterSets.StartCode);
            Write(header);
            Write(rest);
        }
    }

    protected void AppendParameters(ReadOnlySpan<byte> nal)
    {
        // A set that changes between two key frames counts from its place on; before a key frame all sets are written anyway.
        if (nal.Length <= LongestParameterSet && _sets.Add(nal) && !NeedsKey && !IsKey)
        {
            Write(ParameterSets.StartCode);
            Write(nal);
        }
    }

    private static ParameterSets Filled(ParameterSets sets, IEnumerable<byte[]> given)
    {
        foreach (var set in given)
        {
            sets.Add(set);
        }

        return sets;
    }
}
