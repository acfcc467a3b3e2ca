using System.Security.Cryptography;
using System.Text;

namespace OrleansFrames.Capture;

/// <summary>Names a track within its recording: the same participant and track always have the same key, which is safe in paths.</summary>
public static class TrackKeys
{
    public static string Of(string userId, string userSessionId, TrackType track)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{userId}\n{userSessionId}\n{track.WireName()}"));
        return $"{track.SpokenName()}-{Convert.ToHexStringLower(hash.AsSpan(0, 8))}";
    }

    /// <summary>Where in the interval the track's ticks lie, 0 to 1: the work of many tracks spreads over it.</summary>
    public static double Stagger(string trackKey)
        => SHA256.HashData(Encoding.UTF8.GetBytes(trackKey))[0] / 256.0;
}
