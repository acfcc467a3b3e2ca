using System.Data.Common;

namespace OrleansFrames.Silo.Hosting.State;

/// <summary>
/// Connections to the SQLite file of Orleans' grain state, one at a time and in the order in which they are asked for. SQLite lets in one writer
/// anyway; whoever finds it busy would sleep 150 ms, on a thread of the pool, and try again.
/// </summary>
internal sealed class StateDataSource(string connectionString) : DbDataSource
{
    private readonly SemaphoreSlim _turn = new(1);

    public override string ConnectionString => connectionString;

    protected override DbConnection CreateDbConnection() => new StateConnection(connectionString, _turn);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _turn.Dispose();
        }
    }
}
