using OrleansFrames.CaptureWorker.Sources.Vlc;
using OrleansFrames.CaptureWorker.Tests.Servers;

namespace OrleansFrames.CaptureWorker.Tests.Sources;

public sealed class MediaPipeTests
{
    private static readonly byte[] Media = [.. Enumerable.Range(0, 300_000).Select(each => (byte)(each * 31 >> 3))];

    [Fact]
    public async Task WhatIsWritten_IsRead_InOrder()
    {
        using var pipe = new MediaPipe();
        var writing = WriteAsync(pipe, 0, 0);

        var read = await ReadAsync(pipe, int.MaxValue);

        Assert.True(await writing);
        Assert.Equal(Media, read);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100_000)]
    [InlineData(299_999)]
    [InlineData(300_000)]
    public async Task ASeekAhead_GoesOnFromThere(int offset)
    {
        using var pipe = new MediaPipe(Media.Length);
        Assert.True(pipe.Open(out var size));
        Assert.Equal((ulong)Media.Length, size);
        Assert.True(pipe.Seek((ulong)offset));
        var writing = WriteAsync(pipe, pipe.Begin().Pass, 0);

        Assert.Equal(Media[offset..], await ReadAsync(pipe, int.MaxValue));

        Assert.True(await writing);
        Assert.Equal(0, pipe.Begin().Pass);
    }

    [Fact]
    public async Task ASeekBack_BeginsANewPass_AndDropsWhatIsWrittenForTheOld()
    {
        using var pipe = new MediaPipe(Media.Length);
        var old = WriteAsync(pipe, 0, 0);
        await ReadAsync(pipe, 200_000);

        Assert.True(pipe.Seek(5));

        Assert.False(await old);
        Assert.Equal((1, 5), pipe.Begin());
        var writing = WriteAsync(pipe, 1, 5);
        Assert.Equal(Media[5..], await ReadAsync(pipe, int.MaxValue));
        Assert.True(await writing && pipe.IsWhole);
    }

    [Fact]
    public async Task TheEnd_IsNotFinal_WhenTheReaderTurnsBack()
    {
        using var pipe = new MediaPipe(Media.Length);
        var writing = WriteAsync(pipe, 0, 0);
        await ReadAsync(pipe, int.MaxValue);
        await writing;
        var next = pipe.NextPassAsync(0, CancellationToken.None);
        Assert.False(next.IsCompleted);

        pipe.Seek(0);

        await next.WaitAsync(Patience.Limit);
        Assert.False(pipe.IsWhole);
    }

    [Fact]
    public void ASeek_BehindTheEnd_OrOfALiveMedia_IsRefused()
    {
        using var recording = new MediaPipe(10);
        using var live = new MediaPipe();

        Assert.False(recording.Seek(11));
        Assert.False(live.Seek(0));
        Assert.Equal((true, false), (recording.CanSeek, live.CanSeek));
    }

    [Fact]
    public async Task AReaderThatWaits_IsLetGo_WithTheEndOfTheMedia()
    {
        using var pipe = new MediaPipe();
        var reading = ReadAsync(pipe, int.MaxValue);

        pipe.Abort();

        Assert.Empty(await reading);
    }

    private static async Task<bool> WriteAsync(MediaPipe pipe, int pass, int from)
    {
        for (var at = from; at < Media.Length; at += 7000)
        {
            if (!await pipe.WriteAsync(Media.AsMemory(at, Math.Min(7000, Media.Length - at)), pass, CancellationToken.None))
            {
                return false;
            }
        }

        pipe.Complete(pass);
        return true;
    }

    // As libVLC does: on a thread of its own, blocking.
    private static Task<byte[]> ReadAsync(MediaPipe pipe, int most) => Task.Factory.StartNew(
        () => Read(pipe, most), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).WaitAsync(Patience.Limit);

    private static unsafe byte[] Read(MediaPipe pipe, int most)
    {
        using var all = new MemoryStream();
        var buffer = new byte[5000];
        fixed (byte* start = buffer)
        {
            int read;
            while (all.Length < most && (read = pipe.Read((nint)start, (uint)buffer.Length)) > 0)
            {
                all.Write(buffer, 0, read);
            }
        }

        return all.ToArray();
    }
}
