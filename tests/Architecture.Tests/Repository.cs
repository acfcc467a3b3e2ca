using System.Reflection;
using System.Xml.Linq;

namespace OrleansFrames.Architecture.Tests;

/// <summary>The files and assemblies that the rules are about.</summary>
internal static class Repository
{
    public static readonly string[] Product = ["Api", "CaptureWorker", "Grains", "Grains.Interfaces", "Silo"];

    private static readonly string[] NotSources = ["artifacts", "bin", "obj", "node_modules", ".git", "data"];

    public static string Root { get; } = FindRoot();

    public static Assembly Load(string project) => Assembly.Load($"OrleansFrames.{project}");

    public static XDocument Project(string project) => XDocument.Load(Path.Combine(Root, project, $"{project}.csproj"));

    public static IEnumerable<string> Items(this XDocument project, string item)
        => project.Descendants(item).Select(element => (string?)element.Attribute("Include")).OfType<string>();

    /// <summary>Sub-folders of a folder, where it is there.</summary>
    public static IEnumerable<string> Folders(params string[] path)
    {
        var folder = Path.Combine([Root, .. path]);
        return Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder).Select(Path.GetFileName).OfType<string>().Except(NotSources)
            : [];
    }

    /// <summary>Paths, from the root, of the files with this ending below these folders; of all folders when none is named.</summary>
    public static IEnumerable<string> Files(string ending, params string[] folders)
        => (folders.Length > 0 ? folders : Directory.EnumerateDirectories(Root).Select(Path.GetFileName).OfType<string>())
            .Select(folder => Path.Combine(Root, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Below(folder, ending))
            .Select(file => Path.GetRelativePath(Root, file));

    public static string Text(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static IEnumerable<string> Below(string folder, string ending)
        => NotSources.Contains(Path.GetFileName(folder)) ? [] : Directory.EnumerateFiles(folder, "*" + ending)
            .Concat(Directory.EnumerateDirectories(folder).SelectMany(inner => Below(inner, ending)));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "OrleansFrames.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No OrleansFrames.sln above {AppContext.BaseDirectory}.");
    }
}
