namespace OrleansFrames.Api.Auth;

/// <summary>The cookie of the browser pages' sign-in. It counts only beside a header that no form and no picture of another site can send.</summary>
internal static class ConsoleCookie
{
    private const string Header = "X-Console";

    public static bool IsAsked(HttpRequest request) => request.Headers[Header] == "1";

    /// <summary>The token in the cookie; null when there is none, or the request says otherwise who it is from.</summary>
    public static string? TokenOf(HttpRequest request)
        => IsAsked(request) && request.Headers.Authorization.Count == 0 && request.Cookies[Name(request)] is { Length: > 0 } token ? token : null;

    public static void Set(HttpContext http, string token, DateTimeOffset expires)
        => http.Response.Cookies.Append(Name(http.Request), token, Options(http.Request, expires));

    public static void Remove(HttpContext http) => http.Response.Cookies.Delete(Name(http.Request), Options(http.Request, null));

    // Browsers share cookies between the ports of a host: two services on one machine must not sign each other out.
    private static string Name(HttpRequest request) => $"frames_console_{request.Host.Port ?? 0}";

    private static CookieOptions Options(HttpRequest request, DateTimeOffset? expires)
        => new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = request.IsHttps, Path = "/", Expires = expires };
}
