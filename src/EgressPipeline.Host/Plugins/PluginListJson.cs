using System.Text.Json;
using EgressPipeline.Filters;
using EgressPipeline.Host.Output;
using EgressPipeline.Plugins;

namespace EgressPipeline.Host.Plugins;

/// <summary>Filters for programs: everything that a filter declares, its options one by one.</summary>
internal static class PluginListJson
{
    public static void Write(Utf8JsonWriter json, PluginSource source)
    {
        json.WriteStartObject();
        json.WriteStartArray("filters");
        foreach (var filter in source.Filters.All)
            WriteFilter(json, filter);
        json.WriteEndArray();
        json.WriteStartArray("plugins");
        foreach (var plugin in source.Plugins)
            WritePlugin(json, plugin);
        json.WriteEndArray();
        json.WriteTexts("problems", source.Problems);
        json.WriteTexts("warnings", source.Warnings);
        json.WriteEndObject();
    }

    private static void WriteFilter(Utf8JsonWriter json, FilterDescriptor filter)
    {
        var facts = filter.Facts;
        json.WriteStartObject();
        json.WriteString("name", facts.Name);
        json.WriteString("version", facts.Version);
        json.WriteString("origin", filter.Origin);
        json.WriteString("description", facts.Description);
        json.WriteString("stage", facts.Stage.ToString());
        json.WriteTexts("before", facts.Before);
        json.WriteTexts("after", facts.After);
        json.WriteTexts("capabilities", FilterWords.Each(facts.Capabilities).Select(one => one.ToString()));
        json.WriteString("failureMode", facts.FailureMode.ToString());
        json.WriteNumber("deadlineMilliseconds", facts.DeadlineMilliseconds);
        json.WriteBoolean("requiresScope", facts.RequiresScope);
        json.WriteStartArray("options");
        foreach (var option in OptionLine.All(filter.Schema))
        {
            json.WriteStartObject();
            json.WriteString("path", option.Path);
            json.WriteString("type", option.Type);
            json.WriteString("description", option.Description);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WritePlugin(Utf8JsonWriter json, PluginReport plugin)
    {
        json.WriteStartObject();
        json.WriteString("name", plugin.Name);
        json.WriteString("contract", plugin.Contract?.ToString());
        json.WriteTexts("filters", plugin.Filters.Select(filter => filter.Name));
        json.WriteTexts("problems", plugin.Problems);
        json.WriteTexts("warnings", plugin.Warnings);
        json.WriteEndObject();
    }
}
