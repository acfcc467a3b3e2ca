using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using OrleansFrames.Api.Metrics;

namespace OrleansFrames.Api.Tests.Endpoints;

public sealed class MetricsTests
{
    [Fact]
    public void Own_meters_are_written_in_the_format_of_prometheus()
    {
        using var services = new ServiceCollection().AddMetrics().AddSingleton<MetricsReader>().BuildServiceProvider();
        var reader = services.GetRequiredService<MetricsReader>();
        var meter = services.GetRequiredService<IMeterFactory>().Create("OrleansFrames.Probe");
        var ticks = meter.CreateCounter<long>("probe.ticks", "{tick}", "Ticks by outcome.");
        var late = meter.CreateHistogram<double>("probe.late", "s");
        var ages = new List<Measurement<double>> { new(2.5, new KeyValuePair<string, object?>("of", "oldest")) };
        meter.CreateObservableGauge("probe.age", () => ages, "s");
        services.GetRequiredService<IMeterFactory>().Create("Elsewhere").CreateCounter<long>("elsewhere").Add(1);

        ticks.Add(2, new KeyValuePair<string, object?>("outcome", "a \"b\""));
        ticks.Add(3, new KeyValuePair<string, object?>("outcome", "a \"b\""));
        late.Record(0.2);
        late.Record(400);
        var text = reader.Read();

        Assert.Contains("# TYPE probe_ticks_total counter\nprobe_ticks_total{outcome=\"a \\\"b\\\"\"} 5\n", text, StringComparison.Ordinal);
        Assert.Contains("probe_late_seconds_bucket{le=\"0.1\"} 0\nprobe_late_seconds_bucket{le=\"0.25\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("probe_late_seconds_bucket{le=\"+Inf\"} 2\nprobe_late_seconds_sum 400.2\nprobe_late_seconds_count 2\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE probe_age_seconds gauge\nprobe_age_seconds{of=\"oldest\"} 2.5\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("elsewhere", text, StringComparison.Ordinal);

        ages.Clear();
        Assert.DoesNotContain("probe_age_seconds{", reader.Read(), StringComparison.Ordinal);
    }
}
