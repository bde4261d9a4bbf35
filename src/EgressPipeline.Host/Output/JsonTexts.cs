using System.Text.Json;

namespace EgressPipeline.Host.Output;

internal static class JsonTexts
{
    /// <summary>Writes a property whose value is a list of texts.</summary>
    public static void WriteTexts(this Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
