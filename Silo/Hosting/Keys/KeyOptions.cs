using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace OrleansFrames.Silo.Hosting.Keys;

/// <summary>The keys of which all others are derived. Section <c>Frames</c>.</summary>
internal sealed class KeyOptions : IValidatableObject
{
    /// <summary>Newest first: the first seals and signs, all open and verify. Default: none, which makes <c>master.key</c> in the data directory.</summary>
    [ValidateEnumeratedItems]
    public IList<MasterKeyOptions> MasterKeys { get; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from same in MasterKeys.GroupBy(key => key.Kid, StringComparer.Ordinal)
        where same.Count() > 1
        select new ValidationResult($"Frames:MasterKeys: the kid '{same.Key}' is there {same.Count()} times.", [nameof(MasterKeys)]);
}

internal sealed class MasterKeyOptions : IValidatableObject
{
    /// <summary>Name of the key, part of every URL that it signs.</summary>
    [Required]
    [RegularExpression("^[A-Za-z0-9._-]{1,32}$", ErrorMessage = "Frames:MasterKeys: a kid is 1 to 32 of A-Z, a-z, 0-9, dot, dash and underscore.")]
    public string Kid { get; set; } = "";

    /// <summary>32 random bytes in base64.</summary>
    [Required]
    public string Key { get; set; } = "";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var bytes = new byte[MasterKey.Size + 1];
        if (!Convert.TryFromBase64String(Key, bytes, out var length) || length != MasterKey.Size)
        {
            yield return new($"Frames:MasterKeys: the key '{Kid}' is not {MasterKey.Size} bytes in base64.", [nameof(Key)]);
        }
    }
}

[OptionsValidator]
internal sealed partial class KeyOptionsValidator : IValidateOptions<KeyOptions>;
