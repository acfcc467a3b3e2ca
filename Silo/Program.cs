using OrleansFrames.Silo.Hosting;

var line = CommandLine.Parse(args);
if (line.Error is { } error)
{
    await Console.Error.WriteLineAsync(error);
    return 2;
}

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
builder.Configuration.AddInMemoryCollection(line.Values);
builder.AddFramesSilo();
return await builder.RunToEndAsync(Terminal.OfProcess());
