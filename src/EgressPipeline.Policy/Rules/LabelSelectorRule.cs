using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Rules;

/// <summary>Labels of which a workload must carry all; empty selects every workload of the namespace.</summary>
public sealed record LabelSelectorRule(IReadOnlyDictionary<string, Located<string>> Labels, SourceRef Source);
