using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace OrleansFrames.Api.Metrics;

/// <summary>One instrument's values, one for each set of tags, as they are read by Prometheus.</summary>
internal sealed class MetricSeries
{
    // Seconds: from what a JPEG costs to the longest interval.
    private static readonly double[] Bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Sample> _samples = new(StringComparer.Ordinal);
    private readonly string _name;
    private readonly string _type;
    private readonly string _help;
    private readonly bool _isSum;

    public MetricSeries(Instrument instrument)
    {
        var kind = instrument.GetType().GetGenericTypeDefinition();
        var isCounter = kind == typeof(Counter<>) || kind == typeof(ObservableCounter<>);
        IsHistogram = kind == typeof(Histogram<>);
        _isSum = kind == typeof(Counter<>) || kind == typeof(UpDownCounter<>);
        var unit = instrument.Unit == "s" ? "_seconds" : "";
        _name = instrument.Name.Replace('.', '_') + unit + (isCounter ? "_total" : "");
        _type = IsHistogram ? "histogram" : isCounter ? "counter" : "gauge";
        _help = instrument.Description ?? "";
    }

    private bool IsHistogram { get; }

    public void Measure(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = Labels(tags);
        lock (_gate)
        {
            if (!_samples.TryGetValue(labels, out var sample))
            {
                _samples.Add(labels, sample = new Sample());
            }

            sample.Value = _isSum || IsHistogram ? sample.Value + value : value;
            sample.Count++;
            if (IsHistogram)
            {
                sample.Buckets ??= new long[Bounds.Length];
                for (var at = Bounds.Length - 1; at >= 0 && value <= Bounds[at]; at--)
                {
                    sample.Buckets[at]++;
                }
            }
        }
    }

    /// <summary>What is measured when it is read: a set of tags that is not there any more ends.</summary>
    public void Renew()
    {
        lock (_gate)
        {
            _samples.Clear();
        }
    }

    public void Write(StringBuilder text)
    {
        lock (_gate)
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP {_name} {_help}\n# TYPE {_name} {_type}\n");
            foreach (var (labels, sample) in _samples)
            {
                if (sample.Buckets is { } buckets)
                {
                    WriteBuckets(text, labels, sample, buckets);
                }
                else
                {
                    text.Append(CultureInfo.InvariantCulture, $"{_name}{Braced(labels)} {sample.Value}\n");
                }
            }
        }
    }

    private static string Braced(string labels) => labels.Length == 0 ? "" : $"{{{labels}}}";

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new StringBuilder();
        foreach (var (name, value) in tags)
        {
            var text = Convert.ToString(value, CultureInfo.InvariantCulture)!.Replace("\\", @"\\", StringComparison.Ordinal)
                .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
            labels.Append(labels.Length > 0 ? "," : "").Append(name.Replace('.', '_')).Append("=\"").Append(text).Append('"');
        }

        return labels.ToString();
    }

    private void WriteBuckets(StringBuilder text, string labels, Sample sample, long[] buckets)
    {
        var more = labels.Length > 0 ? labels + "," : "";
        for (var at = 0; at < buckets.Length; at++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{_name}_bucket{{{more}le=\"{Bounds[at]}\"}} {buckets[at]}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"{_name}_bucket{{{more}le=\"+Inf\"}} {sample.Count}\n");
        text.Append(CultureInfo.InvariantCulture, $"{_name}_sum{Braced(labels)} {sample.Value}\n");
        text.Append(CultureInfo.InvariantCulture, $"{_name}_count{Braced(labels)} {sample.Count}\n");
    }

    private sealed class Sample
    {
        public double Value { get; set; }

        public long Count { get; set; }

        public long[]? Buckets { get; set; }
    }
}
