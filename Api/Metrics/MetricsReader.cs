using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace OrleansFrames.Api.Metrics;

/// <summary>Listens to this host's own meters from its start, and gives them in the text format of Prometheus.</summary>
internal sealed class MetricsReader : IDisposable
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private const string OwnMeters = "OrleansFrames.";

    private readonly ConcurrentDictionary<Instrument, MetricSeries> _series = new();
    private readonly Lock _reading = new();
    private readonly MeterListener _listener = new();

    /// <param name="meters">Of this host: another one in the same process has its own.</param>
    public MetricsReader(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith(OwnMeters, StringComparison.Ordinal) && ReferenceEquals(instrument.Meter.Scope, meters))
            {
                listener.EnableMeasurementEvents(instrument, _series.GetOrAdd(instrument, each => new MetricSeries(each)));
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, state) => ((MetricSeries)state!).Measure(value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, state) => ((MetricSeries)state!).Measure(value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, state) => ((MetricSeries)state!).Measure(value, tags));
        _listener.Start();
    }

    public string Read()
    {
        lock (_reading)
        {
            foreach (var (_, series) in _series.Where(each => each.Key.IsObservable))
            {
                series.Renew();
            }

            _listener.RecordObservableInstruments();
            var text = new StringBuilder();
            foreach (var (_, series) in _series.OrderBy(each => each.Key.Name, StringComparer.Ordinal))
            {
                series.Write(text);
            }

            return text.ToString();
        }
    }

    public void Dispose() => _listener.Dispose();
}
