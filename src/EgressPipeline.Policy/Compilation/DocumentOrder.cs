using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Compilation;

/// <summary>One order for documents, whatever the order of files: by namespace, then name, then place.</summary>
internal static class DocumentOrder
{
    public static T[] Sort<T>(IEnumerable<T> documents) where T : IPolicyRule
    {
        var sorted = new List<T>(documents);
        sorted.Sort((a, b) => Compare(a.Meta, b.Meta));
        return [.. sorted];
    }

    private static int Compare(ResourceMeta left, ResourceMeta right)
    {
        var order = string.CompareOrdinal(left.Namespace, right.Namespace);
        if (order == 0)
            order = string.CompareOrdinal(left.Name, right.Name);
        if (order == 0)
            order = string.CompareOrdinal(left.Source.File, right.Source.File);
        return order != 0 ? order : left.Source.Line.CompareTo(right.Source.Line);
    }
}
