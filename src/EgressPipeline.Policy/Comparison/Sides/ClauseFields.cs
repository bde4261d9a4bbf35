using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Comparison.Conditions;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Comparison.Sides;

/// <summary>Which field of a call a clause reads, as far as the field varies within a context.</summary>
internal static class ClauseFields
{
    /// <summary>Null where the clause has one answer for all calls of the context: it is fixed, or the call does not show it.</summary>
    public static Dimension? Of(AuthorizationClause clause, CallKind kind, bool callerVaries)
    {
        switch (clause)
        {
            case PortClause or HostClause or OpaqueClause or AddressClause { OfDestination: true }:
                return null;
            case AddressClause:
                return Dimension.Of(DimensionKind.SourceAddress);
            case ServiceAccountClause:
                return callerVaries ? Dimension.Of(DimensionKind.Caller) : null;
            case HeaderClause header:
                return kind is CallKind.Http or CallKind.Connect ? new Dimension(DimensionKind.Header, AsciiText.Text(header.Name)) : null;
            case PathClause:
                return kind == CallKind.Http ? Dimension.Of(DimensionKind.Path) : null;
            case RequestPrincipalClause or ClaimClause:
                return kind is CallKind.Http or CallKind.Connect ? new Dimension(DimensionKind.Opaque, clause.Field) : null;
            case TextClause text:
                return Of(text.Text, kind, callerVaries);
            default:
                return new Dimension(DimensionKind.Opaque, clause.Field);
        }
    }

    private static Dimension? Of(TextField field, CallKind kind, bool callerVaries) => field switch
    {
        TextField.Principal or TextField.Namespace or TextField.TrustDomain => callerVaries ? Dimension.Of(DimensionKind.Caller) : null,
        TextField.Method => kind == CallKind.Http ? Dimension.Of(DimensionKind.Method) : null,
        TextField.Path => kind == CallKind.Http ? Dimension.Of(DimensionKind.Path) : null,
        TextField.Scheme => kind == CallKind.Http ? Dimension.Of(DimensionKind.Scheme) : null,
        _ => null,
    };
}
