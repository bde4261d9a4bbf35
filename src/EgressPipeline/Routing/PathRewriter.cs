using System.Text;
using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Routing;

/// <summary>
/// VirtualService rewrite: a prefix match replaces the matched prefix only, any other match the whole path, and a pattern what it
/// matches; the query stays.
/// The rewritten text comes from the plan, so at most the joined target is copied.
/// </summary>
internal static class PathRewriter
{
    private const int StackBytes = 512;

    /// <summary>False, and nothing changed, when the rewritten path is too long to be sent.</summary>
    public static bool TryApply(HttpExchange exchange, RewritePlan rewrite, HttpMatch? match)
    {
        var uri = rewrite.Uri;
        if (rewrite.Substitution is { } substitution && (uri = substitution.Apply(Encoding.UTF8.GetString(exchange.Path))) is null)
            return false;
        if (rewrite.Authority is { } authority)
            exchange.RequestHead.SetHost(Encoding.ASCII.GetBytes(authority));
        if (uri is not null)
            Replace(exchange, uri, rewrite.Substitution is null ? match : null);
        return true;
    }

    private static void Replace(HttpExchange exchange, string uri, HttpMatch? match)
    {
        var path = exchange.Path;
        var rest = match is null ? default : match.KeptByRewrite(path);
        var query = exchange.Query;
        var needed = Encoding.UTF8.GetMaxByteCount(uri.Length) + rest.Length + query.Length + 1;
        Span<byte> target = needed <= StackBytes ? stackalloc byte[StackBytes] : new byte[needed];
        var length = Encoding.UTF8.GetBytes(uri, target);
        rest.CopyTo(target[length..]);
        length += rest.Length;
        if (!query.IsEmpty)
        {
            target[length++] = (byte)'?';
            query.CopyTo(target[length..]);
            length += query.Length;
        }
        exchange.RewriteTarget(target[..length]);
    }
}
