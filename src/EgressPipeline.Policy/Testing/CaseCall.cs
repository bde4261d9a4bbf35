using EgressPipeline.Policy.Calls;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Tokens;

namespace EgressPipeline.Policy.Testing;

/// <summary>The call of a test case as the engine judges it.</summary>
internal static class CaseCall
{
    /// <returns>The call, or null with what is wrong in one clause.</returns>
    public static CallDescription? Read(CallRule call, out string? problem) =>
        CallDescription.Parse(call.Line is { } line ? CallWords.Of(line.Value) : Words(call), out problem);

    private static CallWords Words(CallRule call) => new()
    {
        Method = call.Method?.Value ?? "GET",
        Url = call.Url?.Value,
        Connect = call.Connect?.Value,
        ServerName = call.Sni?.Value,
        Address = call.Tcp?.Value,
        Destination = call.Destination?.Value,
        RequestPrincipal = call.RequestPrincipal?.Value,
        Claims = call.Claims is { } claims ? TokenWords.Read(claims) : new Dictionary<string, ClaimValue>(),
        Headers = [.. call.Headers.Select(header => new KeyValuePair<string, string>(header.Key, header.Value.Value))],
    };
}
