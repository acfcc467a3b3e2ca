namespace OrleansFrames.CaptureWorker.Sources.Codecs;

/// <summary>Finds how a picture is to be turned, in supplemental enhancement information of H.264 (D.1.27) and H.265 (D.2.17), where both say the same.</summary>
internal static class DisplayOrientation
{
    private const int PayloadType = 47;
    private const int MostMessages = 16;
    private const byte Continued = 255;

    /// <summary>Degrees anticlockwise, 0, 90, 180 or 270; null when it says nothing of it.</summary>
    /// <param name="message">The NAL unit behind its header.</param>
    public static int? Find(ReadOnlySpan<byte> message)
    {
        for (var count = 0; count < MostMessages && message.Length > 2; count++)
        {
            var type = Number(ref message);
            var length = Number(ref message);
            if (length > message.Length)
            {
                return null;
            }

            if (type == PayloadType)
            {
                return Read(message[..length]);
            }

            message = message[length..];
        }

        return null;
    }

    private static int Number(ref ReadOnlySpan<byte> message)
    {
        var number = 0;
        var more = true;
        while (more && !message.IsEmpty)
        {
            number += message[0];
            more = message[0] == Continued;
            message = message[1..];
        }

        return number;
    }

    private static int? Read(ReadOnlySpan<byte> payload)
    {
        var bits = new BitReader(payload);
        if (bits.Flag())
        {
            return 0;
        }

        // A mirrored picture is shown as it is: nobody expects to read in a mirror.
        bits.Bits(2);
        var turn = (int)bits.Bits(16);
        return bits.Exhausted ? null : ((turn + 0x2000) >> 14) % 4 * 90;
    }
}
