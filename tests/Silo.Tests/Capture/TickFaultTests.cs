using System.Security.Cryptography;
using System.Text.Json;
using OrleansFrames.Capture;
using OrleansFrames.Ledger;
using OrleansFrames.Storage;
using OrleansFrames.Users;

namespace OrleansFrames.Silo.Tests.Capture;

/// <summary>Whatever fails on the way of a tick: it has one typed outcome, and no exception gets out.</summary>
public sealed class TickFaultTests : IDisposable
{
    private readonly PipelineHost _host = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task GrabberThrows_WorkerLostWithoutWhatItSaid(bool cancelled)
    {
        _host.AnswerGrab = _ => throw (cancelled ? new TaskCanceledException("rtsp://user:pass@camera") : new IOException("rtsp://user:pass@camera"));

        var row = await FailsAsync(FailureReason.WorkerLost, cancelled ? "TaskCanceledException" : "IOException");
        Assert.DoesNotContain("pass", row.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GrabberFailsWithoutAReason_IsWorkerLost()
    {
        _host.AnswerGrab = _ => Task.FromResult(new GrabResult(TickOutcome.Failed, Detail: "odd"));

        await FailsAsync(FailureReason.WorkerLost, "odd");
    }

    [Fact]
    public async Task UserInfoCannotBeUnsealed_IsAuth()
    {
        _host.AnswerOpen = _ => throw new CryptographicException("sealed with the key 'k1'");

        await FailsAsync(FailureReason.Auth, "sealed with the key 'k1'", PipelineHost.Order(userInfo: "sealed"));
        Assert.Empty(_host.Grabs);
    }

    [Fact]
    public async Task PrepareAndRelease_NeverThrow()
    {
        foreach (var fault in (Exception[])[new IOException(), new OperationCanceledException(), new NotSupportedException(), new TimeoutException()])
        {
            _host.AnswerTold = () => throw fault;
            _host.Pipeline.Prepare(PipelineHost.Order());
            _host.Pipeline.Release(PipelineHost.Order().Spec);
            _host.AnswerTold = () => Task.FromException(fault);
            _host.Pipeline.Prepare(PipelineHost.Order());
            _host.Pipeline.Release(PipelineHost.Order().Spec);
        }

        _host.AnswerOpen = _ => throw new CryptographicException();
        _host.Pipeline.Prepare(PipelineHost.Order(userInfo: "sealed"));
        Assert.Equal(8, _host.Watched.Count);
        Assert.Equal(Enumerable.Repeat("egress-1/camera-0123456789abcdef", 8), _host.Released);
        Assert.Equal(TickOutcome.Captured, (await _host.RunAsync(PipelineHost.Order())).Outcome);
    }

    [Fact]
    public async Task StoreRefuses_SaysWhy()
    {
        _host.AnswerPut = _ => Task.FromResult(new StoreResult("the disk is full"));

        await FailsAsync(FailureReason.Store, "the disk is full");
    }

    [Fact]
    public async Task StoreThrows_SaysThatAndNotWhatWasThrown()
    {
        _host.AnswerPut = _ => throw new UnauthorizedAccessException("https://bucket/?sig=secret");

        var row = await FailsAsync(FailureReason.Store, "UnauthorizedAccessException");
        Assert.DoesNotContain("sig", row.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 0, 3)]
    [InlineData(3, 2.6, 0.4)]
    [InlineData(3, 3.5, 0.3)]
    [InlineData(60, 0, 10)]
    public async Task StoreHangs_TheTickEndsWithTheTimeThatItHas(int interval, double grabbed, double left)
    {
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _host.AnswerGrab = _ =>
        {
            _host.Clock.Advance(TimeSpan.FromSeconds(grabbed));
            return Task.FromResult(PipelineHost.Captured());
        };
        _host.AnswerPut = _ =>
        {
            asked.SetResult();
            return new TaskCompletionSource<StoreResult>().Task;
        };
        var running = _host.RunAsync(PipelineHost.Order(interval: interval));
        await Deadline.For(asked.Task, "the store to be asked");

        _host.Clock.Advance(TimeSpan.FromSeconds(left) - TimeSpan.FromMilliseconds(1));
        Assert.False(running.IsCompleted);
        _host.Clock.Advance(TimeSpan.FromMilliseconds(1));

        var row = await running;
        Assert.Equal((TickOutcome.Failed, FailureReason.Store), (row.Outcome, row.Reason));
        Assert.Contains(System.FormattableString.Invariant($"within {left:0.0} s"), row.Detail, StringComparison.Ordinal);
        _host.AnswerPut = _ => Task.FromResult(StoreResult.Stored);
        Assert.Equal(TickOutcome.Captured, (await _host.RunAsync(PipelineHost.Order(tick: 8))).Outcome);
    }

    [Fact]
    public async Task StoreBlocksItsThread_TheTickEndsAllTheSame()
    {
        using ManualResetEventSlim disk = new();
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _host.AnswerPut = _ =>
        {
            asked.SetResult();
            disk.Wait(CancellationToken.None);
            return Task.FromResult(StoreResult.Stored);
        };
        var running = Task.Run(() => _host.RunAsync(PipelineHost.Order()));
        await Deadline.For(asked.Task, "the store to be asked");
        _host.Clock.Advance(TimeSpan.FromSeconds(3));

        var row = await Deadline.For(running, "the tick of a disk that hangs");
        disk.Set();
        Assert.Equal(FailureReason.Store, row.Reason);
    }

    [Fact]
    public async Task StopWhileTheStoreHangs_IsAStoreFailureWithItsRow()
    {
        using CancellationTokenSource stop = new();
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _host.AnswerPut = _ =>
        {
            asked.SetResult();
            return new TaskCompletionSource<StoreResult>().Task;
        };
        var running = _host.RunAsync(PipelineHost.Order(), stop.Token);
        await Deadline.For(asked.Task, "the store to be asked");
        await stop.CancelAsync();

        Assert.Equal(FailureReason.Store, (await running).Reason);
        Assert.Equal(FailureReason.Store, Assert.Single(_host.Appended).Row.Reason);
    }

    [Fact]
    public async Task UserCannotBeRead_ThePictureIsAnnouncedWithTheUserLastKnown()
    {
        await _host.RunAsync(PipelineHost.Order(tick: 1));
        _host.AnswerUser = _ => throw new TimeoutException();

        Assert.Equal(TickOutcome.Captured, (await _host.RunAsync(PipelineHost.Order(tick: 2))).Outcome);
        Assert.Equal("Ada", Member(1, "name"));

        _host.Pipeline.Release(PipelineHost.Order().Spec);
        Assert.Equal(TickOutcome.Captured, (await _host.RunAsync(PipelineHost.Order(tick: 3))).Outcome);
        Assert.Null(Member(2, "name"));
        Assert.Equal(("ada", "user"), (Member(2, "id"), Member(2, "role")));
    }

    [Fact]
    public async Task UserHangs_ThePictureIsAnnouncedAfter2Seconds()
    {
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _host.AnswerUser = _ =>
        {
            asked.SetResult();
            return new TaskCompletionSource<UserResponse?>().Task;
        };
        var running = _host.RunAsync(PipelineHost.Order());
        await Deadline.For(asked.Task, "the user to be asked");
        _host.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(TickOutcome.Captured, (await running).Outcome);
        Assert.Equal("ada", Member(0, "id"));
    }

    [Fact]
    public async Task UserNeverUpserted_IsMade()
    {
        _host.AnswerUser = method => Task.FromResult(method == nameof(IUserGrain.GetAsync) ? null : _host.User);

        await _host.RunAsync(PipelineHost.Order());
        Assert.Equal("Ada", Member(0, "name"));
    }

    [Fact]
    public async Task LedgerAway_FailedLedgerIsReturned()
    {
        _host.AnswerAppend = _ => throw new LedgerException("the disk is full");

        var row = await _host.RunAsync(PipelineHost.Order());
        Assert.Equal((TickOutcome.Failed, FailureReason.Ledger, "the disk is full"), (row.Outcome, row.Reason, row.Detail));
        Assert.Null(row.EventId);
        _host.AnswerAppend = _ => throw new InvalidOperationException("a bug");
        Assert.Equal(FailureReason.Ledger, (await _host.RunAsync(PipelineHost.Order(muted: true))).Reason);
    }

    [Fact]
    public async Task LedgerRefusesTheCapturedRowAlone_TheTickStillHasARow()
    {
        _host.AnswerAppend = row => row.Outcome == TickOutcome.Captured ? throw new LedgerException("the picture is not durable") : Task.FromResult(true);

        var row = await _host.RunAsync(PipelineHost.Order());
        Assert.Equal(FailureReason.Ledger, row.Reason);
        Assert.Equal((row, null), _host.Appended[^1]);
        Assert.Equal(2, _host.Appended.Count);
    }

    private async Task<TickRow> FailsAsync(FailureReason reason, string words, TickOrder? order = null)
    {
        var row = await _host.RunAsync(order ?? PipelineHost.Order());
        Assert.Equal((TickOutcome.Failed, reason), (row.Outcome, row.Reason));
        Assert.Contains(words, row.Detail, StringComparison.Ordinal);
        Assert.Equal((row, null), Assert.Single(_host.Appended));
        return row;
    }

    private string? Member(int at, string name)
    {
        using var payload = JsonDocument.Parse(_host.Appended[at].Announcement!.Payload);
        return payload.RootElement.GetProperty("users").GetProperty("ada").TryGetProperty(name, out var value) ? value.GetString() : null;
    }
}
