using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Authorization;

/// <summary>A clause on one text of the call or caller.</summary>
public sealed class TextClause : AuthorizationClause
{
    public required TextField Text { get; init; }
    public required ByteMatch[] Matches { get; init; }

    protected override Truth Test(in CallFacts call)
    {
        if (!TryRead(call, out var value))
            return Truth.Unknown;
        foreach (var match in Matches)
            if (match.IsMatch(value) && Text != TextField.NeverPresent)
                return Truth.Yes;
        return Truth.No;
    }

    public override string Show(in CallFacts call) => TryRead(call, out var value) ? AsciiText.Text(value) : "unknown";

    private bool TryRead(in CallFacts call, out ReadOnlySpan<byte> value)
    {
        var isHttp = call.Kind == CallKind.Http;
        value = default;
        switch (Text)
        {
            case TextField.Principal:
                value = call.Caller.PrincipalBytes;
                return true;
            case TextField.Namespace:
                value = call.Caller.NamespaceBytes;
                return true;
            case TextField.TrustDomain:
                value = call.Caller.TrustDomainBytes;
                return true;
            case TextField.Method:
                value = call.Method;
                return isHttp || call.Kind == CallKind.Connect;
            case TextField.Path:
                value = call.Path;
                return isHttp;
            case TextField.Scheme:
                value = call.Scheme;
                return isHttp;
            case TextField.Sni:
                // The name inside a tunnel must be the one CONNECT was authorized for, so that one stands for it.
                value = call.Sni.IsEmpty && call.Kind is CallKind.Tls or CallKind.Connect ? call.Host : call.Sni;
                return true;
            default:
                return true;
        }
    }
}
