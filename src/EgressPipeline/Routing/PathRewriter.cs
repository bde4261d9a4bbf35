using System.Text;
using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Routing;

/// <summary>
/// VirtualService rewrite: a prefix match replaces the matched prefix only, any other match the whole path; the query stays.
/// The rewritten text comes from the plan, so at most the joined target is copied.
/// </summary>
internal static class PathRewriter
{
    private const int StackBytes = 512;

    public static void Apply(HttpExchange exchange, RewritePlan rewrite, HttpMatch? match)
    {
        if (rewrite.Authority is { } authority)
            exchange.RequestHead.SetHost(Encoding.ASCII.GetBytes(authority));
        if (rewrite.Uri is not { } uri)
            return;
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
