using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Tokens;

namespace EgressPipeline.Policy.Comparison.Regions;

/// <summary>One concrete call: what the comparison judged under both plans, and what <c>egress explain</c> can be asked about.</summary>
public sealed record ComparedCall : IHeaderLookup
{
    public required CallKind Kind { get; init; }

    /// <summary>Normalised name or address literal; empty when the call carries none.</summary>
    public required string Host { get; init; }
    public required int Port { get; init; }
    public string Method { get; init; } = "";

    /// <summary>Normalised, without query; empty where the call shows none.</summary>
    public string Path { get; init; } = "";
    public string Scheme { get; init; } = "";

    /// <summary>Parameters in order; those not named are not there.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Query { get; init; } = [];

    /// <summary>Headers with names in lower case; those not named are not there.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
    public required CallerIdentity Caller { get; init; }
    public required IpValue SourceAddress { get; init; }

    /// <summary>The address that was dialled; <see cref="IpValue.None"/> where only the name is known (explicit proxy).</summary>
    public required IpValue DestinationAddress { get; init; }

    public string QueryText => string.Join("&", MapQuery(Query));

    /// <summary>The facts as the data plane gathers them.</summary>
    public CallFacts Facts()
    {
        var host = AsciiText.Bytes(Host);
        return new CallFacts
        {
            Kind = Kind,
            Host = host,
            Port = Port,
            Method = AsciiText.Bytes(Method),
            Path = AsciiText.Bytes(Path),
            Query = AsciiText.Bytes(QueryText),
            Scheme = AsciiText.Bytes(Scheme),
            Headers = this,
            Sni = Kind == CallKind.Tls ? host : default,
            Caller = Caller,
            Claims = Kind is CallKind.Http or CallKind.Connect ? RequestClaims.None : null,
            SourceIp = SourceAddress,
            DestinationIp = DestinationAddress,
        };
    }

    bool IHeaderLookup.TryGetHeader(ReadOnlySpan<byte> lowerCaseName, out ReadOnlySpan<byte> value)
    {
        var name = AsciiText.Text(lowerCaseName);
        foreach (var header in Headers)
        {
            if (header.Key != name)
                continue;
            value = AsciiText.Bytes(header.Value);
            return true;
        }
        value = default;
        return false;
    }

    private static IEnumerable<string> MapQuery(IReadOnlyList<KeyValuePair<string, string>> query)
    {
        foreach (var parameter in query)
            yield return parameter.Key + "=" + parameter.Value;
    }
}
