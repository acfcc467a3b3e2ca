using System.Text.RegularExpressions;

namespace OrleansFrames.Architecture.Tests;

/// <summary>What no source file may hold.</summary>
public sealed partial class SourceTests
{
    private const int LongestFile = 300;

    private static readonly string[] OwnSources = [.. Repository.Product, "tests", "samples", "bench"];

    [Fact]
    public void No_file_is_longer_than_300_lines()
        => AssertNone(Repository.Files(".cs"), file => Repository.Text(file).Count(c => c == '\n') > LongestFile);

    [Fact]
    public void No_file_is_compiled_in_parts()
        => AssertNone(Repository.Files(".cs", OwnSources), file => Directive().IsMatch(Repository.Text(file)));

    /// <summary>What takes the place of a missing package is known to the build alone. The rules here have to name it.</summary>
    [Theory]
    [InlineData(".cs")]
    [InlineData(".csproj")]
    [InlineData(".sql")]
    [InlineData(".html")]
    [InlineData(".js")]
    public void No_source_knows_how_packages_are_replaced(string ending)
        => AssertNone(
            Repository.Files(ending, OwnSources)
                .Where(file => !file.StartsWith(Path.Combine("tests", "Architecture.Tests"), StringComparison.Ordinal)),
            file => Replacement().IsMatch(Repository.Text(file)));

    /// <summary>Native code that can crash stays out of the silo; calls of the operating system itself are no media code.</summary>
    [Fact]
    public void Only_the_capture_worker_imports_native_libraries()
    {
        string[] others = [.. Repository.Product.Except(["CaptureWorker"])];
        var imports = from file in Repository.Files(".cs", others)
                      let text = Repository.Text(file)
                      from import in Import().Matches(text)
                      where import.Groups[1].Value != "libc"
                      select $"{file}: {import.Value}";
        Assert.Empty(imports);
        AssertNone(Repository.Files(".cs", others), file => Repository.Text(file).Contains("NativeLibrary."));
    }

    [Fact]
    public void Grains_are_found_through_their_keys_file_alone()
        => AssertNone(
            Repository.Files(".cs", Repository.Product).Where(file => file != Path.Combine("Grains.Interfaces", "GrainKeys.cs")),
            file => Repository.Text(file).Contains(".GetGrain<"));

    [Fact]
    public void Work_left_to_do_is_in_an_issue_not_in_the_source()
        => AssertNone(Repository.Files(".cs"), file => Unfinished().IsMatch(Repository.Text(file)));

    private static void AssertNone(IEnumerable<string> files, Func<string, bool> breaks)
    {
        var broken = from file in files where breaks(file) select file;
        Assert.Empty(broken);
    }

    [GeneratedRegex(@"^\s*#if\b", RegexOptions.Multiline)]
    private static partial Regex Directive();

    [GeneratedRegex(@"\bstand-?ins?\b|StandIns?\b|STANDINS")]
    private static partial Regex Replacement();

    [GeneratedRegex("""(?:DllImport|LibraryImport)\("?([^",)]*)""")]
    private static partial Regex Import();

    [GeneratedRegex(@"\b(TO[D]O|FIXM[E]|NotImplementedExceptio[n])\b")]
    private static partial Regex Unfinished();
}
