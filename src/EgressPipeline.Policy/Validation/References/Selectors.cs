using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation.References;

internal static class Selectors
{
    /// <summary>The same text for selectors that select the same workloads; empty for none.</summary>
    public static string Key(LabelSelectorRule? selector) =>
        selector is null ? "" : string.Join(",", selector.Labels.Select(l => l.Key + "=" + l.Value.Value).OrderBy(l => l, StringComparer.Ordinal));
}
