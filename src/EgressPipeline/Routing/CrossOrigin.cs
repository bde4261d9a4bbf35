using EgressPipeline.Http;
using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Routing;

/// <summary>corsPolicy by the steps of Envoy's cors filter.</summary>
internal static class CrossOrigin
{
    /// <summary>Judges the origin. True for a preflight that will be answered here.</summary>
    public static bool Judge(HttpExchange exchange, CorsPlan cors)
    {
        var head = exchange.RequestHead;
        if (!head.TryGet("origin"u8, out var origin) || origin.IsEmpty)
            return false;
        var call = exchange.CrossOrigin ??= new CrossOriginCall();
        var isAllowed = cors.Allows(origin);
        if (isAllowed)
            call.Allow(origin);
        call.IsAnswered = (isAllowed || cors.AnswersUnmatched) && head.Method.SequenceEqual("OPTIONS"u8)
            && head.TryGet("access-control-request-method"u8, out var method) && !method.IsEmpty;
        return call.IsAnswered;
    }

    /// <summary>Tells the caller's browser that it may show the answer. Allocates nothing.</summary>
    public static void Apply(CrossOriginCall call, CorsPlan cors, ResponseHead head)
    {
        if (call.AllowedOrigin.IsEmpty)
            return;
        head.Set("access-control-allow-origin"u8, call.AllowedOrigin);
        if (cors.AllowCredentials)
            head.Set("access-control-allow-credentials"u8, "true"u8);
        if (cors.ExposeHeaders.Length > 0)
            head.Set("access-control-expose-headers"u8, cors.ExposeHeaders);
    }
}
