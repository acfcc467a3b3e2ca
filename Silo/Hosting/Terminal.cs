namespace OrleansFrames.Silo.Hosting;

/// <summary>What this process says to whoever started it, and its exit code. Nobody need listen: a closed pipe or a full disk stops no recording.</summary>
internal sealed class Terminal(TextWriter output, TextWriter error)
{
    public int ExitCode { get; private set; }

    public static Terminal OfProcess() => new(Console.Out, Console.Error);

    public void Say(string line) => Write(output, line);

    /// <summary>Says what went wrong; the process will end with this code.</summary>
    public void Fail(string line, int exitCode)
    {
        ExitCode = exitCode;
        Write(error, line);
    }

    private static void Write(TextWriter writer, string line)
    {
        try
        {
            writer.WriteLine(line);
        }
        catch (Exception unheard) when (unheard is IOException or ObjectDisposedException)
        {
            // See the class: the line is lost, what it tells is in the ledger.
        }
    }
}
