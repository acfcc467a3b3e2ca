using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using OrleansFrames.Silo.Hosting;

namespace OrleansFrames.Silo.Tests.Hosting;

/// <summary>All of a silo in this process, from the command line to its exit code.</summary>
internal static class WholeSilo
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Runs it until it ends by itself.</summary>
    public static async Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var line = CommandLine.Parse(arguments);
        Assert.Null(line.Error);
        return await RunAsync(line.Values);
    }

    public static async Task<(int Exit, string Output, string Error)> RunAsync(IReadOnlyDictionary<string, string?> settings)
    {
        await using StringWriter output = new();
        await using StringWriter error = new();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.AddFramesSilo();
        builder.Logging.ClearProviders();
        Terminal terminal = new(TextWriter.Synchronized(output), TextWriter.Synchronized(error));
        var exit = await builder.RunToEndAsync(terminal).WaitAsync(Patience);
        return (exit, output.ToString(), error.ToString().TrimEnd());
    }
}
