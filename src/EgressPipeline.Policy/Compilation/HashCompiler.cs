using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Compilation;

/// <summary>Turns consistentHash into a plan, Istio's defaults filled in.</summary>
internal static class HashCompiler
{
    private const int DefaultRingSize = 1024;

    public static HashPlan? Compile(ConsistentHashRule? rule)
    {
        if (rule is null)
            return null;
        var size = (int)(rule.Maglev is { } maglev ? maglev.TableSize?.Value ?? 0 : RingSize(rule));
        if (rule.HttpCookie is { } cookie)
            return new HashPlan { Source = HashSource.Cookie, Name = cookie.Name.TextOrEmpty(), NewCookie = NewCookie(cookie), TableSize = size };
        if (rule.HttpQueryParameterName is { } parameter)
            return new HashPlan { Source = HashSource.QueryParameter, Name = parameter.Value, TableSize = size };
        return rule.HttpHeaderName is { } header
            ? new HashPlan { Source = HashSource.Header, Name = header.Value.ToLowerInvariant(), TableSize = size }
            : new HashPlan { Source = HashSource.SourceAddress, TableSize = size };
    }

    /// <summary>A size of 0 is a protobuf number that is not set.</summary>
    private static long RingSize(ConsistentHashRule rule) => rule.MinimumRingSize is { Value: > 0 } size ? size.Value : DefaultRingSize;

    /// <summary>A ttl, even of 0, asks for cookies to be made; without one only those that callers bring count.</summary>
    private static NewCookiePlan? NewCookie(CookieRule cookie) => cookie.Ttl is not { } ttl
        ? null
        : new NewCookiePlan(cookie.Path.TextOrEmpty(), (int)Math.Min(int.MaxValue, ttl.Value.TotalSeconds), Array.ConvertAll(cookie.Attributes, a => new CookieAttributePlan(a.Name.TextOrEmpty(), a.Value.TextOrEmpty())));
}
