using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OrleansFrames.Capture;

namespace OrleansFrames.Architecture.Tests;

/// <summary>The documents say what the code says: every setting, outcome and event is in them, links lead somewhere, and the example is genuine.</summary>
public sealed partial class DocsTests
{
    private static readonly string[] Documents = ["README.md", "CHANGELOG.md", .. Repository.Files(".md", "docs")];

    public static TheoryData<string> Outcomes
        => [.. Enum.GetValues<TickOutcome>().Select(outcome => outcome.WireName()), .. Enum.GetValues<FailureReason>().Select(reason => reason.WireName())];

    public static TheoryData<string> EventTypes => [.. Repository.Load("Grains").GetType("OrleansFrames.Calls.EventDraft", throwOnError: true)!
        .GetFields().Where(constant => constant.IsLiteral).Select(constant => (string)constant.GetRawConstantValue()!)];

    [Theory]
    [InlineData("Api")]
    [InlineData("Grains")]
    [InlineData("Silo")]
    public void Every_setting_is_in_the_configuration_with_its_range(string project)
    {
        var rows = Rows("docs/configuration.md");
        var wrong = from type in Repository.Load(project).GetTypes()
                    where type.IsClass && (type.Name.EndsWith("Options", StringComparison.Ordinal) || type.Name == "AppCredentials")
                    from property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
                    where property.CanWrite || property.PropertyType == typeof(IList<string>) // lists of classes are told by the rows of their members
                    where !rows.Any(row => Names(row, property.Name) && HasRange(row, property))
                    select $"{type.Name}.{property.Name}";
        Assert.Empty(wrong);
    }

    [Theory]
    [MemberData(nameof(Outcomes))]
    public void Every_outcome_and_reason_is_explained(string name) => Assert.Contains($"`{name}", Repository.Text("docs/outcomes.md"), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(EventTypes))]
    public void Every_event_type_is_explained(string type) => Assert.Contains(Rows("docs/events.md"), row => row.StartsWith($"| `{type}` |", StringComparison.Ordinal));

    [Fact]
    public void Every_option_of_the_command_line_is_in_the_configuration()
    {
        var rows = Rows("docs/configuration.md");
        var options = Option().Matches(Repository.Text("run.sh")).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.Contains("--demo", options);
        Assert.DoesNotContain(options, option => !rows.Any(row => row.Contains($"`{option}", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_example_of_an_event_bears_its_signature()
    {
        var events = Repository.Text("docs/events.md");
        var secret = Secret().Match(events).Groups[1].Value;
        var body = JsonNode.Parse(Json().Match(events).Groups[1].Value)!
            .ToJsonString(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body));
        Assert.Contains($"X-SIGNATURE: {Convert.ToHexStringLower(signature)}", events, StringComparison.Ordinal);
        Assert.Contains($"Content-Length: {Encoding.UTF8.GetByteCount(body)}", events, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_lead_to_files_and_headings_that_are_there()
    {
        var dead = from document in Documents
                   from link in Link().Matches(Repository.Text(document))
                   let target = link.Groups[1].Value
                   where !target.Contains("://", StringComparison.Ordinal) && !Leads(document, target)
                   select $"{document}: {target}";
        Assert.Empty(dead);
    }

    [Fact]
    public void The_readme_has_at_most_200_lines() => Assert.InRange(Repository.Text("README.md").Count(c => c == '\n'), 1, 200);

    private static string[] Rows(string document) => [.. Repository.Text(document).Split('\n').Where(line => line.StartsWith('|'))];

    // A key of the server's settings ends with the name; the library's options stand alone.
    private static bool Names(string row, string name)
        => Regex.IsMatch(row, $"^\\| `([A-Za-z:\\[\\]]+:)?{name}(:\\[\\])?` \\|", RegexOptions.CultureInvariant);

    private static bool HasRange(string row, PropertyInfo property)
        => property.GetCustomAttribute<RangeAttribute>() is not { Minimum: int least, Maximum: int most }
            || row.Contains(string.Create(CultureInfo.InvariantCulture, $"{least:N0} to {most:N0}"), StringComparison.Ordinal);

    private static bool Leads(string document, string target)
    {
        var parts = target.Split('#');
        var file = parts[0].Length == 0 ? document : Path.Combine(Path.GetDirectoryName(document)!, parts[0]);
        return File.Exists(Path.Combine(Repository.Root, file))
            && (parts.Length == 1 || Heading().Matches(Repository.Text(file)).Any(heading => Anchor(heading.Groups[1].Value) == parts[1]));
    }

    private static string Anchor(string heading)
        => string.Concat(heading.ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')).Replace(' ', '-');

    [GeneratedRegex(@"^  (--[a-z-]+)", RegexOptions.Multiline)]
    private static partial Regex Option();

    [GeneratedRegex(@"API secret\s+`([^`]+)`")]
    private static partial Regex Secret();

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Json();

    [GeneratedRegex(@"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
