using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation.References;

/// <summary>Whether two documents can be seen from one and the same namespace.</summary>
internal static class Visibility
{
    public static bool Overlap(IPolicyRule left, Located<string>[] leftExport, IPolicyRule right, Located<string>[] rightExport)
    {
        if (IsPublic(leftExport))
            return !IsHidden(rightExport);
        if (IsPublic(rightExport))
            return !IsHidden(leftExport);
        var namespaces = new HashSet<string>(leftExport.Select(e => Absolute(e.Value, left)), StringComparer.Ordinal);
        return rightExport.Any(e => e.Value != "~" && namespaces.Contains(Absolute(e.Value, right)));
    }

    /// <summary>True when the document is exported to the namespace.</summary>
    public static bool IsSeenFrom(string ns, IPolicyRule rule, Located<string>[] exportTo) =>
        IsPublic(exportTo) || Array.Exists(exportTo, e => e.Value != "~" && Absolute(e.Value, rule) == ns);

    /// <summary>True when every namespace sees the document.</summary>
    public static bool IsPublic(Located<string>[] exportTo) => exportTo.Length == 0 || Array.Exists(exportTo, e => e.Value == "*");

    /// <summary>True when no namespace does.</summary>
    public static bool IsHidden(Located<string>[] exportTo) => Array.Exists(exportTo, e => e.Value == "~");

    /// <summary>The namespace that an entry of exportTo means.</summary>
    public static string Absolute(string entry, IPolicyRule rule) => entry == "." ? rule.Meta.Namespace : entry;
}
