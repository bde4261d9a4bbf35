namespace EgressPipeline.Generators.Tests;

/// <summary>Filters for tests to build.</summary>
internal static class FilterCode
{
    /// <summary>A filter without options.</summary>
    public const string Plain = """
        namespace Shop;
        [EgressPipeline.EgressFilter("plain", "1.0.0")]
        public sealed class PlainFilter : EgressPipeline.IRequestFilter
        {
            public System.Threading.Tasks.ValueTask<EgressPipeline.FilterResult> OnRequestAsync(EgressPipeline.EgressRequest request, System.Threading.CancellationToken token) => new(EgressPipeline.FilterResult.Continue);
        }
        """;

    /// <summary>A filter with an option of every type.</summary>
    public const string Full = """
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        using EgressPipeline;

        namespace Shop;

        public enum Mode { Off, ReportOnly, Block }

        public abstract class Shared
        {
            [Option("From the base class.")] public string Note { get; init; } = "none";
        }

        public sealed class Part
        {
            [Option("A \"name\".", Min = 1, Max = 8)] public required string Name { get; init; }
            [Option("How much.")] public double Weight { get; set; } = 0.5;
            [Option("More.", Max = 2)] public IReadOnlyList<int?> Numbers { get; init; } = [];
        }

        public sealed class FullOptions : Shared
        {
            [Option("Needed.")] public required int Count { get; init; }
            [Option("Large.", Max = 1L << 40)] public long Large { get; init; } = 7;
            [Option("On.")] public bool IsOn { get; init; } = true;
            [Option("Perhaps.")] public int? Perhaps { get; init; }
            [Option("Hidden.", Secret = true, Min = 3)] public string Key { get; init; } = "";
            [Option("How long.", MinDuration = "10ms", MaxDuration = "1h")] public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(1.5);
            [Option("What to do.")] public Mode Mode { get; init; } = Mode.ReportOnly;
            [Option("One.")] public Part? One { get; set; }
            [Option("Many.", Max = 3)] public IReadOnlyList<Part> Many { get; init; } = [];
            [Option("Array.")] public Mode[] Modes { get; init; } = [];
            [Option("Map.")] public IReadOnlyDictionary<string, TimeSpan> Waits { get; init; } = new Dictionary<string, TimeSpan>();
            public int NoOption { get; init; } = 5;
        }

        [EgressFilter("full", "1.2.3", Stage = FilterStage.Authorize, Description = "Says \"no\".", Capabilities = FilterCapabilities.MayDeny | FilterCapabilities.ReadsHeaders,
            Before = new[] { "other" }, RequiresScope = true, FailureMode = FailureMode.Open, DeadlineMilliseconds = 25)]
        public sealed class FullFilter(FilterContext<FullOptions> context) : IRequestFilter
        {
            public FullOptions Options => context.Options;
            public ValueTask<FilterResult> OnRequestAsync(EgressRequest request, CancellationToken token) => new(FilterResult.Continue);
        }
        """;

    /// <summary>A binding to it, or another filter.</summary>
    public static string Binding(string config, string filter = "full", string scope = "hosts: [a.example.com]") => $$"""
        apiVersion: egresspipeline.dev/v1
        kind: FilterBinding
        metadata: { name: bound, namespace: default }
        spec:
          filter: {{filter}}
          {{scope}}
          config: {{config}}

        """;
}
