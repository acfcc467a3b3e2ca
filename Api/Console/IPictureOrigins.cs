namespace OrleansFrames.Api.Console;

/// <summary>Where pictures come from, besides the API's own origin. A host that mints picture URLs elsewhere registers one; else there is none.</summary>
public interface IPictureOrigins
{
    /// <summary>Each as <c>scheme://host[:port]</c>. Asked for every page, since a host may learn its address late.</summary>
    IReadOnlyList<string> Current { get; }
}
