using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using OrleansFrames.Ledger;

namespace OrleansFrames.Silo.Hosting;

/// <summary>Why a silo does not start, in words for whoever can mend it.</summary>
internal static class StartFault
{
    /// <summary>Exit code of a silo that did not start.</summary>
    public const int ExitCode = 2;

    /// <returns>A sentence, or one a line where several settings are wrong; null for what only its stack trace explains.</returns>
    public static string? Explain(Exception error) => error switch
    {
        OptionsValidationException settings => string.Join(Environment.NewLine, settings.Failures),
        AggregateException several => Explain(several),
        IOException { InnerException: AddressInUseException } => $"{error.Message} Choose another port with --port.",
        SocketException refused => $"The address to listen on cannot be used: {refused.Message}. Choose another with --listen and --port.",
        SqliteException database => $"The database state.db of the data directory cannot be used: {database.Message}",
        IOException or UnauthorizedAccessException or LedgerException or InvalidOperationException => error.Message,
        _ => null,
    };

    private static string? Explain(AggregateException several)
    {
        var words = several.Flatten().InnerExceptions.Select(Explain).ToList();
        return words.Contains(null) ? null : string.Join(Environment.NewLine, words);
    }
}
