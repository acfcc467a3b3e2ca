using System.Globalization;
using System.Reflection;

namespace OrleansFrames.Architecture.Tests;

/// <summary>
/// Storage leaves the grain class out of a row's key and turns keys that read as hexadecimal into numbers, so that every key
/// needs a prefix of its own that is no number.
/// </summary>
public sealed class KeyTests
{
    private static readonly string[] Hostile = ["1F", "1f", "a/b", "a", "b", "a:b", "ä +%2F", "7d2b9c1e51a44b619ce40d5f2f3a7a10"];

    private static IEnumerable<MethodInfo> Methods => typeof(GrainKeys).GetMethods(BindingFlags.Public | BindingFlags.Static)
        .Where(method => method.GetParameters() is [{ ParameterType: var first }, ..] && first == typeof(IGrainFactory));

    [Fact]
    public void No_key_reads_as_a_number_or_a_guid()
    {
        foreach (var (method, key) in Keys())
        {
            var before = key.Split('+')[0];
            var isNumber = long.TryParse(before, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _);
            Assert.False(isNumber, $"{method.Name}: {key}");
            Assert.False(Guid.TryParse(before, out _), $"{method.Name}: {key}");
        }
    }

    [Fact]
    public void Each_grain_interface_has_a_prefix_of_its_own()
    {
        var prefixes = Keys().Select(made => (made.Method.ReturnType.Name, Prefix: made.Key.Split('/')[0])).Distinct().ToList();
        Assert.Equal(prefixes.Select(made => made.Name).Distinct().Count(), prefixes.Count);
        Assert.Equal(prefixes.Count, prefixes.Select(made => made.Prefix).Distinct().Count());
        Assert.All(prefixes, made => Assert.Matches("^[a-z]+$", made.Prefix));
    }

    [Fact]
    public void Different_parts_make_different_keys()
    {
        foreach (var method in Keys().GroupBy(made => made.Method))
        {
            Assert.Equal(method.Count(), method.Select(made => made.Key).Distinct(StringComparer.Ordinal).Count());
        }
    }

    [Fact]
    public void Parts_come_back_as_they_went_in()
    {
        Assert.Equal(["a/b", "ä +%2F"], GrainKeys.Parts(KeyOf(factory => factory.GetUser("a/b", "ä +%2F"))));
        Assert.Equal(["7d:1", "a:b"], GrainKeys.Parts(KeyOf(factory => factory.GetCapture("7d:1", "a:b"))));
    }

    /// <summary>Every method with every combination of parts.</summary>
    private static IEnumerable<(MethodInfo Method, string Key)> Keys()
        => from method in Methods
           from parts in Combinations(method.GetParameters().Skip(1).Select(parameter => parameter.Name!).ToArray())
           select (method, KeyOf(factory => method.Invoke(null, [factory, .. parts])));

    private static IEnumerable<string[]> Combinations(string[] parameters)
        => parameters.Aggregate(
            (IEnumerable<string[]>)[[]],
            (made, parameter) => made.SelectMany(parts => Hostile
                .Select(part => (string[])[.. parts, parameter == "cid" ? $"default:{part}" : part])));

    private static string KeyOf(Action<IGrainFactory> make)
    {
        var factory = DispatchProxy.Create<IGrainFactory, KeyRecorder>();
        make(factory);
        return ((KeyRecorder)(object)factory).Key;
    }
}
