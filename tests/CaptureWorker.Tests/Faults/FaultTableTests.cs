using System.Globalization;
using OrleansFrames.Capture;
using OrleansFrames.CaptureWorker.Tests.Cameras;
using OrleansFrames.Silo.Capture.Workers;

namespace OrleansFrames.CaptureWorker.Tests.Faults;

/// <summary>The fault table: each source that fails says why, while the others in the same worker keep their cadence.</summary>
public sealed class FaultTableTests(FaultTable table) : IClassFixture<FaultTable>
{
    public static TheoryData<string> Rows => [.. FaultTable.Cases.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Rows))]
    public Task AFault_IsTyped_AndOthersMissNothing(string row) => table.RowAsync(row);

    [Fact]
    public async Task NothingInside_IsReached()
    {
        await table.AllRowsAsync();

        Assert.False(table.Stage.Canary.IsTouched);
    }

    [Fact]
    public async Task APictureOf8K_IsRefusedBeforeItIsDecoded()
    {
        const long most = 40 * 1024;
        await table.AllRowsAsync();
        var camera = table.Stage.Camera(new CameraScript { Clip = Clip.Of8K() });
        var before = Resident();

        for (var track = 0; track < 4; track++)
        {
            GrabResult result;
            do
            {
                result = await table.GrabAsync($"8K {track}", camera.Url);
            }
            while (result.Outcome == TickOutcome.Overload);

            Assert.Equal(FailureReason.Unsupported, result.Reason);
            Assert.Contains("7680x4320", result.Detail, StringComparison.Ordinal);
        }

        // One such picture alone takes 50 MB, and a decoder keeps some.
        Assert.InRange(Resident() - before, long.MinValue, most);
    }

    /// <summary>Of the worker, in KB.</summary>
    private long Resident() => long.Parse(
        File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{Assert.Single(table.Pool.ProcessIdsOf(WorkerKind.Native))}/status"))
            .First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);
}
