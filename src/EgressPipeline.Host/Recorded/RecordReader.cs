using System.Net;
using System.Text.Json;
using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Explaining;
using EgressPipeline.Telemetry.AccessLogs;

namespace EgressPipeline.Host.Recorded;

/// <summary>Reads one recorded call out of a JSON object: an access record, or a refusal of the admin API.</summary>
internal static class RecordReader
{
    /// <summary>How calls were ended that no policy has judged, or that hung on a token, which is never recorded.</summary>
    private static readonly string[] Unjudged =
        [.. new[] { EgressErrorReason.BadRequest, EgressErrorReason.ClientTimeout, EgressErrorReason.Misdirected, EgressErrorReason.Overload, EgressErrorReason.Unauthenticated }.Select(reason => ErrorTable.For(reason).Token)];

    private static readonly string Cut = System.Text.Encoding.ASCII.GetString(LoggedText.Ellipsis);

    /// <summary>A line of the JSON access log; null when it records no call that a policy judged.</summary>
    public static RecordedCall? Access(JsonElement record) =>
        Unjudged.Contains(Text(record, "response_code_details"))
            ? null
            : Create(record, "authority", "original_destination", "downstream_remote_address", Text(record, "decision"));

    /// <summary>An entry of the admin API's <c>/decisions</c>.</summary>
    public static RecordedCall? Refusal(JsonElement entry) => Create(entry, "target", "destination", "client", Text(entry, "reason"));

    private static RecordedCall? Create(JsonElement record, string targetName, string destinationName, string sourceName, string decision)
    {
        if (!ReasonText.ByName.TryGetValue(decision, out var reason))
            return null;
        var method = Text(record, "method");
        var destination = Text(record, destinationName);
        var target = Text(record, targetName);
        // The admin API names the address where there is no name.
        if (method.Length == 0 && target == destination)
            target = "";
        var path = method.Length == 0 || method == "CONNECT" ? "" : Text(record, "path");
        if ((method.Length > 0 && target.Length == 0) || (target.Length == 0 && destination.Length == 0) || new[] { method, target, path }.Any(text => text.EndsWith(Cut, StringComparison.Ordinal)))
            return null;
        return new RecordedCall(method, target, path, destination, Text(record, "principal"), Address(Text(record, sourceName)), Uid(record), Text(record, "source_process"), reason);
    }

    private static uint? Uid(JsonElement record) =>
        record.TryGetProperty("source_uid", out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetUInt32(out var uid) ? uid : null;

    private static string Address(string endpoint) => IPEndPoint.TryParse(endpoint, out var parsed) ? parsed.Address.ToString() : "";

    private static string Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
