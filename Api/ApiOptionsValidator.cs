using Microsoft.Extensions.Options;

namespace OrleansFrames.Api;

[OptionsValidator]
internal sealed partial class ApiOptionsValidator : IValidateOptions<ApiOptions>;

/// <summary>An origin with a path or without a scheme never equals what a browser sends, so CORS would fail without a word.</summary>
internal sealed class AllowedOriginsRule : IValidateOptions<ApiOptions>
{
    public ValidateOptionsResult Validate(string? name, ApiOptions options)
    {
        var wrong = options.AllowedOrigins.Where(origin => origin != "*" && !IsOrigin(origin))
            .Select(origin => $"AllowedOrigins: '{origin}' is no origin; write scheme://host[:port], or * for any")
            .ToArray();
        return wrong.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static bool IsOrigin(string text)
        => Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https"
            && string.Equals(uri.GetLeftPart(UriPartial.Authority), text, StringComparison.OrdinalIgnoreCase);
}
