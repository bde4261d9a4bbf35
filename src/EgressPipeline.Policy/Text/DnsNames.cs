namespace EgressPipeline.Policy.Text;

/// <summary>The name forms of RFC 1123 as Kubernetes and Istio use them.</summary>
internal static class DnsNames
{
    public const int MaxLabel = 63;
    public const int MaxDomain = 255;

    /// <summary>A lower-case Kubernetes name of one or more labels, at most 253 characters.</summary>
    public static bool IsSubdomain(string name)
    {
        if (name.Length is 0 or > 253)
            return false;
        foreach (var label in name.Split('.'))
            if (!IsLabel(label) || !string.Equals(label, label.ToLowerInvariant(), StringComparison.Ordinal))
                return false;
        return true;
    }

    /// <summary>One label: letters of either case, digits and inner hyphens, at most 63 characters.</summary>
    public static bool IsLabel(string label) =>
        label.Length is > 0 and <= MaxLabel && IsAlphanumeric(label[0]) && IsAlphanumeric(label[label.Length - 1]) && HasOnlyLabelCharacters(label);

    /// <summary>A label, a lone <c>*</c>, or <c>*</c> or <c>*-</c> before a label (Istio's partial wildcard).</summary>
    public static bool IsWildcardLabel(string label)
    {
        if (label is "*" or "*-")
            return label == "*";
        if (label.StartsWith("*-", StringComparison.Ordinal))
            return IsLabel(label.Substring(2)) && label.Length <= MaxLabel;
        return label.Length > 0 && label[0] == '*' ? IsLabel(label.Substring(1)) && label.Length <= MaxLabel : IsLabel(label);
    }

    /// <summary>A domain of labels, a last dot allowed; the last label must not be a number.</summary>
    public static bool IsFullyQualified(string domain) => domain.Length is > 0 and <= MaxDomain && HasValidLabels(domain);

    /// <summary>Like <see cref="IsFullyQualified"/>, with a wildcard allowed in the first label.</summary>
    public static bool IsWildcardDomain(string domain)
    {
        if (domain.Length is 0 or > MaxDomain)
            return false;
        var dot = domain.IndexOf('.');
        if (dot < 0)
            return IsWildcardLabel(domain);
        return IsWildcardLabel(domain.Substring(0, dot)) && HasValidLabels(domain.Substring(dot + 1));
    }

    private static bool HasValidLabels(string domain)
    {
        var labels = domain.Split('.');
        var last = labels[labels.Length - 1];
        if (IsNumber(last))
            return false;
        for (var i = 0; i < labels.Length; i++)
        {
            if (i == labels.Length - 1 && i > 0 && labels[i].Length == 0)
                return true;
            if (!IsLabel(labels[i]))
                return false;
        }
        return true;
    }

    private static bool IsNumber(string label)
    {
        foreach (var c in label)
            if (c is < '0' or > '9')
                return false;
        return label.Length > 0;
    }

    private static bool HasOnlyLabelCharacters(string label)
    {
        foreach (var c in label)
            if (!IsAlphanumeric(c) && c != '-')
                return false;
        return true;
    }

    private static bool IsAlphanumeric(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');
}
