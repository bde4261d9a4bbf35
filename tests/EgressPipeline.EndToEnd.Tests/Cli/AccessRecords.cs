using System.Text.Json;

namespace EgressPipeline.EndToEnd.Tests.Cli;

/// <summary>Lines of a JSON access log as a sidecar writes them, for verbs that read one.</summary>
internal static class AccessRecords
{
    public const string Web = "cluster.local/ns/shop/sa/web";

    public static string HttpCall(string method, string authority, string path, string decision, string principal = Web, string? destination = null) =>
        Line(method, authority, path, decision, principal, destination);

    public static string TlsCall(string name, string decision, string? destination = null) => Line(null, name, null, decision, Web, destination);

    public static string TcpCall(string address, string decision, uint? uid = null, string? process = null) => Line(null, null, null, decision, Web, address, uid, process);

    private static string Line(string? method, string? authority, string? path, string decision, string principal, string? destination, uint? uid = null, string? process = null) => JsonSerializer.Serialize(new Dictionary<string, object?>
    {
        ["start_time"] = "2026-11-23T16:04:03.007Z",
        ["method"] = method,
        ["path"] = path,
        ["authority"] = authority,
        ["response_code_details"] = null,
        ["downstream_remote_address"] = "10.0.0.5:51234",
        ["decision"] = decision,
        ["principal"] = principal,
        ["original_destination"] = destination,
        ["source_uid"] = uid,
        ["source_process"] = process,
    }) + "\n";
}
