namespace OrleansFrames.CaptureWorker.Sources.Rtsp;

/// <summary>One challenge of a <c>WWW-Authenticate</c> header: scheme and parameters (RFC 7235, 2.1).</summary>
internal sealed record Challenge(string Scheme, IReadOnlyDictionary<string, string> Parameters)
{
    public string? this[string name] => Parameters.GetValueOrDefault(name);

    public bool Is(string scheme) => Scheme.Equals(scheme, StringComparison.OrdinalIgnoreCase);

    public static Challenge Parse(string header)
    {
        var blank = header.IndexOf(' ', StringComparison.Ordinal);
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var rest = blank < 0 ? default : header.AsSpan(blank + 1);
        while (!(rest = rest.TrimStart(" ,\t")).IsEmpty)
        {
            var equals = rest.IndexOf('=');
            if (equals < 0)
            {
                break;
            }

            var name = rest[..equals].Trim().ToString();
            rest = rest[(equals + 1)..].TrimStart();
            parameters[name] = Value(ref rest);
        }

        return new Challenge(blank < 0 ? header : header[..blank], parameters);
    }

    private static string Value(ref ReadOnlySpan<char> rest)
    {
        int end;
        string value;
        if (rest is ['"', ..])
        {
            end = rest[1..].IndexOf('"');
            value = (end < 0 ? rest[1..] : rest.Slice(1, end)).ToString();
            rest = end < 0 ? default : rest[(end + 2)..];
            return value;
        }

        end = rest.IndexOf(',');
        value = (end < 0 ? rest : rest[..end]).Trim().ToString();
        rest = end < 0 ? default : rest[end..];
        return value;
    }
}
