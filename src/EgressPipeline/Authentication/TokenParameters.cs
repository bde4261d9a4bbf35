using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Authentication;

/// <summary>Takes tokens out of the query: it is logged, and shown to those who may see it.</summary>
internal static class TokenParameters
{
    /// <summary>Takes every token parameter out of what is judged and logged; the service gets it only where the rule forwards tokens.</summary>
    public static void TakeOut(HttpExchange exchange, Authenticator authenticator, bool goesOn)
    {
        var query = exchange.RequestHead.Query;
        if (query.IsEmpty || exchange.Kind != CallKind.Http || !HasToken(query, authenticator))
            return;
        byte[] path = [.. exchange.JudgedPath];
        byte[] whole = [.. path, (byte)'?', .. query];
        byte[] rest = Without(query, authenticator);
        if (!exchange.TrySetTarget(rest.Length == 0 ? path : [.. path, (byte)'?', .. rest]))
            throw new InvalidOperationException("a path that was taken is taken again");
        if (goesOn)
            exchange.RewriteTarget(whole);
    }

    private static bool HasToken(ReadOnlySpan<byte> query, Authenticator authenticator)
    {
        while (TryNext(ref query, out var pair))
            if (authenticator.IsTokenParameter(NameOf(pair)))
                return true;
        return false;
    }

    private static byte[] Without(ReadOnlySpan<byte> query, Authenticator authenticator)
    {
        var kept = new List<byte>(query.Length);
        while (TryNext(ref query, out var pair))
        {
            if (authenticator.IsTokenParameter(NameOf(pair)))
                continue;
            if (kept.Count > 0)
                kept.Add((byte)'&');
            kept.AddRange(pair);
        }
        return [.. kept];
    }

    private static bool TryNext(ref ReadOnlySpan<byte> query, out ReadOnlySpan<byte> pair)
    {
        var end = query.IndexOf((byte)'&');
        pair = end < 0 ? query : query[..end];
        var isThere = !query.IsEmpty;
        query = end < 0 ? default : query[(end + 1)..];
        return isThere;
    }

    private static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> pair) => pair.IndexOf((byte)'=') is >= 0 and var equals ? pair[..equals] : pair;
}
