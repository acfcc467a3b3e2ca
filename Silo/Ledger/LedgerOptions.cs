using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace OrleansFrames.Silo.Ledger;

/// <summary>How the ledger is written and read. Section <c>Frames:Ledger</c>.</summary>
internal sealed class LedgerOptions
{
    public const string Section = "Frames:Ledger";

    /// <summary>Connection string of PostgreSQL. Default: none; the ledger is then an SQLite file in the data directory.</summary>
    /// <remarks>The tables are made in its <c>Search Path</c>, else in the schema <c>orleansframes</c>.</remarks>
    public string? Postgres { get; set; }

    /// <summary>How long ticks wait to be committed together, in milliseconds; what a request waits for goes after 2 ms at most. Default: 25.</summary>
    [Range(0, 1000)]
    public int BatchMilliseconds { get; set; } = 25;

    /// <summary>A commit with this many rows waits no more. Default: 256.</summary>
    [Range(1, 10_000)]
    public int BatchRows { get; set; } = 256;

    /// <summary>Rows that may wait to be written; more are refused. Default: 20,000.</summary>
    [Range(1, 1_000_000)]
    public int QueueRows { get; set; } = 20_000;

    /// <summary>How long a statement waits while another process has the SQLite file locked, in milliseconds. Default: 5,000.</summary>
    [Range(0, 60_000)]
    public int BusyMilliseconds { get; set; } = 5_000;

    /// <summary>Connections that read. Default: 4.</summary>
    [Range(1, 64)]
    public int Readers { get; set; } = 4;
}

[OptionsValidator]
internal sealed partial class LedgerOptionsValidator : IValidateOptions<LedgerOptions>;
