using EgressPipeline.Policy.Comparison.Addresses;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison.Contexts;

/// <summary>Hosts that no pattern of either plan tells apart.</summary>
internal sealed class HostClass
{
    private HostClass(string example, string prefix, string suffix, AddressRange? addresses)
    {
        Example = example;
        Prefix = prefix;
        Suffix = suffix;
        Addresses = addresses;
        IsAddress = IpLiteral.TryParse(AsciiText.Bytes(example), out _);
    }

    /// <summary>A host of the class; empty for the class of calls that carry no name.</summary>
    public string Example { get; }

    /// <summary>What the names of a family begin with; empty for a single name.</summary>
    public string Prefix { get; }

    /// <summary>What they end with.</summary>
    public string Suffix { get; }

    /// <summary>The literals of a class of addresses; null for names.</summary>
    public AddressRange? Addresses { get; }

    /// <summary>True when the host is an address literal.</summary>
    public bool IsAddress { get; }

    /// <summary>True for all names with a prefix and a suffix that nothing more specific takes out.</summary>
    public bool IsFamily { get; private init; }

    public bool IsNameless => Example.Length == 0;

    /// <summary>Position in the list of classes.</summary>
    public int Index { get; set; }

    /// <summary>As policies write it: <c>api.example.com</c>, <c>*.example.com</c>, <c>api.*</c>, <c>*</c>.</summary>
    public string Text => IsFamily ? Prefix + "*" + Suffix : Example;

    public static HostClass Nameless() => new("", "", "", null);

    public static HostClass Name(string name) => new(name, "", "", null);

    public static HostClass Family(string prefix, string fill, string suffix) => new(prefix + fill + suffix, prefix, suffix, null) { IsFamily = true };

    public static HostClass Literals(AddressRange addresses, IpValue example) => new(example.ToString(), "", "", addresses);

    /// <summary>True when every host of the other class fits this family's prefix and suffix.</summary>
    public bool Encloses(HostClass other)
    {
        if (!IsFamily || other.IsNameless || ReferenceEquals(this, other))
            return false;
        return other.IsFamily
            ? other.Prefix.StartsWith(Prefix, StringComparison.Ordinal) && other.Suffix.EndsWith(Suffix, StringComparison.Ordinal)
            : other.Example.Length > Prefix.Length + Suffix.Length && other.Example.StartsWith(Prefix, StringComparison.Ordinal) && other.Example.EndsWith(Suffix, StringComparison.Ordinal);
    }
}
