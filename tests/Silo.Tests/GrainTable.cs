using System.Reflection;

namespace OrleansFrames.Silo.Tests;

/// <summary>A grain factory without a silo: a grain is what the test answers to its calls.</summary>
internal sealed class GrainTable
{
    private readonly Dictionary<(Type Interface, string Key), object> _grains = [];

    public GrainTable() => Factory = Proxy.Of<IGrainFactory>((method, arguments) => method switch
    {
        { Name: nameof(IGrainFactory.GetGrain), IsGenericMethod: true } when arguments[0] is string key => _grains[(method.GetGenericArguments()[0], key)],
        _ => throw new NotSupportedException($"{method} is not asked of a grain factory here"),
    });

    public IGrainFactory Factory { get; }

    /// <param name="answer">From a method's name and arguments to the task that it returns.</param>
    public GrainTable Add<T>(string key, Func<string, object?[], Task> answer)
        where T : class, IGrainWithStringKey
    {
        _grains[(typeof(T), key)] = Proxy.Of<T>((method, arguments) => answer(method.Name, arguments));
        return this;
    }
}

/// <summary>An object of an interface whose every call is one function's. No class here may implement a grain's interface: a silo would take it for the grain.</summary>
public class Proxy : DispatchProxy
{
    private Func<MethodInfo, object?[], object?> _answer = (_, _) => null;

    internal static T Of<T>(Func<MethodInfo, object?[], object?> answer)
        where T : class
    {
        var made = Create<T, Proxy>();
        ((Proxy)(object)made)._answer = answer;
        return made;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _answer(targetMethod!, args ?? []);
}
