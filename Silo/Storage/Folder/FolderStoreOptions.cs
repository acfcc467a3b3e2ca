using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace OrleansFrames.Silo.Storage.Folder;

/// <summary>The built-in store. Section <c>Frames:Store</c>.</summary>
internal sealed class FolderStoreOptions
{
    public const string Section = "Frames:Store";

    /// <summary>How long a picture can be fetched after it was stored, in days. Default: 14.</summary>
    [Range(1, 3650)]
    public int RetentionDays { get; set; } = 14;
}

[OptionsValidator]
internal sealed partial class FolderStoreOptionsValidator : IValidateOptions<FolderStoreOptions>;
