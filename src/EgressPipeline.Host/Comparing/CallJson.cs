using System.Text.Json;
using EgressPipeline.Policy.Comparison.Regions;

namespace EgressPipeline.Host.Comparing;

/// <summary>The fields of an example call; what it does not show is left out.</summary>
internal static class CallJson
{
    public static void Write(Utf8JsonWriter json, ComparedCall call)
    {
        json.WriteString("kind", RegionWords.Word(call.Kind));
        WriteText(json, "host", call.Host);
        json.WriteNumber("port", call.Port);
        WriteText(json, "method", call.Method);
        WriteText(json, "path", call.Path);
        WriteText(json, "query", call.QueryText);
        WriteText(json, "scheme", call.Scheme);
        WriteText(json, "caller", call.Caller.Principal);
        if (call.Headers.Count > 0)
        {
            json.WriteStartObject("headers");
            foreach (var header in call.Headers)
                json.WriteString(header.Key, header.Value);
            json.WriteEndObject();
        }
        json.WriteString("source_ip", call.SourceAddress.ToString());
        if (!call.DestinationAddress.IsNone)
            json.WriteString("destination_ip", call.DestinationAddress.ToString());
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        if (text.Length > 0)
            json.WriteString(name, text);
    }
}
