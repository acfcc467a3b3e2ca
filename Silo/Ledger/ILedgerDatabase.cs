using System.Data.Common;

namespace OrleansFrames.Silo.Ledger;

/// <summary>What differs between databases. Both speak the same queries by name; values are text, 64-bit integers and bytes only.</summary>
internal interface ILedgerDatabase
{
    LedgerScript Script { get; }

    /// <summary>A connection that commits durably. Makes or upgrades the tables first.</summary>
    DbConnection OpenWriter();

    /// <summary>A connection that only reads. Makes or upgrades the tables first.</summary>
    DbConnection OpenReader();

    /// <summary>A path into JSON as the script's queries take it. No part holds quotes or backslashes.</summary>
    string JsonPath(IReadOnlyList<string> path);

    /// <summary>The cause of a failure in words that an operator can act on.</summary>
    string Explain(Exception failure);
}
