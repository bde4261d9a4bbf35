using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Filters;

namespace EgressPipeline.Filters.Options;

/// <summary>Finds the place of an option that a filter complains about: <c>keys[2].name</c>.</summary>
internal static class ConfigPath
{
    /// <summary>The place of the value, or of the nearest thing around it that is written.</summary>
    public static SourceRef Find(ConfigValue root, string path)
    {
        var found = root;
        foreach (var step in path.Split(['.', '[', ']'], StringSplitOptions.RemoveEmptyEntries))
        {
            var next = found switch
            {
                ConfigMap map => map.Find(step),
                ConfigList list when int.TryParse(step, out var index) && index >= 0 && index < list.Items.Length => list.Items[index],
                _ => null,
            };
            if (next is null)
                break;
            found = next;
        }
        return found.Source;
    }
}
