namespace OrleansFrames.Api.Input;

/// <summary>The request of an operation that takes nothing but its path.</summary>
internal readonly record struct Nothing
{
    public static Nothing Read(RequestInput input) => default;
}
