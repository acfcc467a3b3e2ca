namespace OrleansFrames.CaptureWorker.Sources.Http;

/// <summary>The head of an answer, and its body to be read.</summary>
internal sealed class Fetched(Uri url, HttpResponseMessage response, Stream body) : IDisposable
{
    /// <summary>Where it came from, after redirects.</summary>
    public Uri Url => url;

    public Stream Body => body;

    /// <summary>Bytes of the body; null when the answer does not tell, as with live media.</summary>
    public long? Length => response.Content.Headers.ContentLength;

    /// <summary>The body is the part that was asked for, not the whole.</summary>
    public bool IsPart => response.StatusCode == System.Net.HttpStatusCode.PartialContent;

    /// <summary>Parts of it can be asked for.</summary>
    public bool HasParts => response.Headers.AcceptRanges.Contains("bytes");

    public void Dispose() => response.Dispose();
}
