namespace EgressPipeline.Policy.Authorization.Selection;

/// <summary>The part of a path up to and with its second slash: <c>/v1/</c> of <c>/v1/items</c>; a path without one as a whole.</summary>
internal static class PathHead
{
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> path)
    {
        var slash = path.Length > 1 ? path.Slice(1).IndexOf((byte)'/') : -1;
        return slash < 0 ? path : path.Slice(0, slash + 2);
    }

    /// <summary>True when every path that begins with a text has the head of that text.</summary>
    public static bool IsFixedBy(ReadOnlySpan<byte> prefix) => prefix.Length > 1 && prefix.Slice(1).IndexOf((byte)'/') >= 0;
}
