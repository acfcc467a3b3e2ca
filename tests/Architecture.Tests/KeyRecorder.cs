using System.Reflection;

namespace OrleansFrames.Architecture.Tests;

/// <summary>A grain factory that only remembers the key it was asked for. Public and open, because the proxy derives from it.</summary>
public class KeyRecorder : DispatchProxy
{
    public string Key { get; private set; } = "";

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        Key = (string)args![0]!;
        return null;
    }
}
