using OrleansFrames.CaptureWorker.Pictures;

namespace OrleansFrames.CaptureWorker.Tracks;

/// <summary>Which picture a tick gets: one that was never sent, the newest that is cheap.</summary>
internal static class Freshness
{
    private static readonly TimeSpan OldestKey = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan YoungestNeed = TimeSpan.FromSeconds(2);

    internal enum Choice
    {
        /// <summary>Nothing that can be decoded; more may come.</summary>
        Wait,

        /// <summary>The key frame alone.</summary>
        Key,

        /// <summary>From the key frame forward to the newest picture.</summary>
        Forward,

        /// <summary>Connected, and nothing has come since the last picture.</summary>
        Frozen,
    }

    /// <param name="pictures">What has been received.</param>
    /// <param name="announced">Serial of the newest access unit that a tick has used.</param>
    /// <param name="isFlowing">Connected, and media has come over this connection.</param>
    /// <param name="interval">Between two ticks.</param>
    /// <param name="age">Age of an access unit.</param>
    public static Choice Choose(GroupOfPictures pictures, long announced, bool isFlowing, TimeSpan interval, Func<CompressedUnit, TimeSpan> age)
    {
        if (pictures is not { Key: { } key, Newest: { } newest })
        {
            return Choice.Wait;
        }

        // Over a broken connection only what came within the tick's own time is still news.
        var isNew = newest.Serial > announced && (isFlowing || age(newest) <= Need(interval));
        if (isNew && key.Serial > announced && (newest == key || age(key) <= Need(interval)))
        {
            return Choice.Key;
        }

        if (isNew)
        {
            return Choice.Forward;
        }

        return isFlowing && pictures.Arrived <= announced ? Choice.Frozen : Choice.Wait;
    }

    /// <summary>How old a key frame may be and still be taken in place of the newest picture, which costs more.</summary>
    public static TimeSpan Need(TimeSpan interval) => TimeSpan.FromTicks(Math.Clamp(interval.Ticks, YoungestNeed.Ticks, OldestKey.Ticks));
}
