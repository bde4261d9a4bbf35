using System.Globalization;
using System.Text;
using EgressPipeline.Http;
using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Http1;

/// <summary>Fields that a corsPolicy puts on answers of our own. Cold path.</summary>
internal static class CrossOriginFields
{
    /// <summary>Those of the answer to a preflight.</summary>
    public static IEnumerable<ResponseHeader> OfPreflight(HttpExchange exchange, CorsPlan cors)
    {
        var fields = Common(exchange, cors);
        Add(fields, "access-control-allow-methods", cors.AllowMethods, exchange.RequestHead, "access-control-request-method"u8);
        Add(fields, "access-control-allow-headers", cors.AllowHeaders, exchange.RequestHead, "access-control-request-headers"u8);
        if (cors.MaxAge is { } age)
            fields.Add(new ResponseHeader("access-control-max-age", age.ToString(CultureInfo.InvariantCulture)));
        return fields;
    }

    /// <summary>Those of a refusal; none unless the origin is allowed.</summary>
    public static IEnumerable<ResponseHeader> OfRefusal(HttpExchange exchange)
    {
        // As in Envoy faults come before the origin is looked at.
        if (exchange.CrossOrigin is not { AllowedOrigin.IsEmpty: false } || exchange.Decision.Route?.Cors is not { } cors || exchange.Failure.Reason == EgressErrorReason.FaultInjected)
            return [];
        var fields = Common(exchange, cors);
        if (cors.ExposeHeaders.Length > 0)
            fields.Add(new ResponseHeader("access-control-expose-headers", Encoding.ASCII.GetString(cors.ExposeHeaders)));
        return fields;
    }

    private static List<ResponseHeader> Common(HttpExchange exchange, CorsPlan cors)
    {
        var fields = new List<ResponseHeader>();
        if (exchange.CrossOrigin is { AllowedOrigin: { IsEmpty: false } origin })
            fields.Add(new ResponseHeader("access-control-allow-origin", Encoding.ASCII.GetString(origin)));
        if (cors.AllowCredentials)
            fields.Add(new ResponseHeader("access-control-allow-credentials", "true"));
        return fields;
    }

    private static void Add(List<ResponseHeader> fields, string name, byte[] value, RequestHead request, ReadOnlySpan<byte> asked)
    {
        if (value.Length == 0)
            return;
        var sent = (ReadOnlySpan<byte>)value;
        if (sent.SequenceEqual("*"u8))
            request.TryGet(asked, out sent);
        fields.Add(new ResponseHeader(name, Encoding.ASCII.GetString(sent)));
    }
}
