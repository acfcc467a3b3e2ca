using Microsoft.Data.Sqlite;

namespace OrleansFrames.Silo.Hosting.State;

/// <summary>A connection that waits for its turn before it opens, and gives it up when it is closed.</summary>
internal sealed class StateConnection(string connectionString, SemaphoreSlim turn) : SqliteConnection(connectionString)
{
    private bool _hasTurn;

    public override void Open()
    {
        turn.Wait();
        OpenInTurn();
    }

    public override async Task OpenAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        OpenInTurn();
    }

    public override void Close()
    {
        try
        {
            base.Close();
        }
        finally
        {
            if (_hasTurn)
            {
                _hasTurn = false;
                turn.Release();
            }
        }
    }

    private void OpenInTurn()
    {
        _hasTurn = true;
        try
        {
            base.Open();

            // Only where StateCheckpoints does not come for long: 80 MB.
            using var command = CreateCommand();
            command.CommandText = "PRAGMA wal_autocheckpoint = 20000";
            command.ExecuteNonQuery();
        }
        catch
        {
            Close();
            throw;
        }
    }
}
