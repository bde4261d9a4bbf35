using EgressPipeline.Filters;
using EgressPipeline.Host.Output;
using EgressPipeline.Plugins;

namespace EgressPipeline.Host.Plugins;

/// <summary>Filters for people: a paragraph each, then what was refused.</summary>
internal static class PluginListText
{
    public static void Write(PluginSource source, TextWriter output)
    {
        foreach (var filter in source.Filters.All)
            Write(filter, source, output);
        PluginVerdicts.WriteRefused(source, output);
    }

    private static void Write(FilterDescriptor filter, PluginSource source, TextWriter output)
    {
        var facts = filter.Facts;
        output.WriteLine(PrintableText.Of($"{facts.Name} {facts.Version}  ({Origin(filter, source)})"));
        if (facts.Description.Length > 0)
            output.WriteLine("  " + PrintableText.Of(facts.Description));
        output.WriteLine($"  stage {facts.Stage}{Constraint(", before ", facts.Before)}{Constraint(", after ", facts.After)}; {FilterWords.Capabilities(facts.Capabilities)}");
        if (!filter.IsBuiltIn)
            output.WriteLine($"  a failure {FilterWords.Of(facts.FailureMode)}; at most {facts.DeadlineMilliseconds} ms a call{(facts.RequiresScope ? "; its binding must name hosts, services or routes" : "")}");
        foreach (var option in OptionLine.All(filter.Schema))
            output.WriteLine(PrintableText.Of($"  {option.Path}: {option.Type}{(option.Description.Length > 0 ? ". " + option.Description : "")}"));
        output.WriteLine();
    }

    private static string Origin(FilterDescriptor filter, PluginSource source) =>
        source.Plugins.FirstOrDefault(plugin => plugin.Filters.Contains(filter)) is { } plugin ? $"plugin {plugin.Name}, contract {plugin.Contract}" : filter.Origin;

    private static string Constraint(string word, string[] names) => names.Length == 0 ? "" : PrintableText.Of(word + string.Join(" and ", names));
}
