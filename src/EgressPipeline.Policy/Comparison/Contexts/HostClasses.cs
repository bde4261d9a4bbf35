using EgressPipeline.Policy.Comparison.Addresses;
using EgressPipeline.Policy.Comparison.Text.Forms;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Comparison.Contexts;

/// <summary>
/// Every kind of host that either plan tells apart, with one host of each. A name that no policy writes out is matched by
/// exactly the beginnings of its longest beginning that some policy names, and by the endings of its longest such ending:
/// so for each pair of a beginning and an ending one made-up name between them stands for all. Literals are cut into ranges
/// by the addresses that policies name.
/// </summary>
internal sealed class HostClasses
{
    private readonly Dictionary<string, HostClass> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Prefix, string Suffix), HostClass> _families = [];
    private readonly Dictionary<HostClass, List<HostClass>> _inside = [];
    private readonly HostWords _words = new();

    private HostClasses(EgressPlan left, EgressPlan right)
    {
        _words.Add(left);
        _words.Add(right);
    }

    public List<HostClass> All { get; } = [];

    /// <summary>The classes of literals, grouped by which patterns match them as text.</summary>
    public List<HostClass[]> LiteralsByText { get; } = [];

    /// <summary>True when literals are matched as text in a way that the classes do not follow.</summary>
    public bool HasTextOnLiterals { get; private set; }

    /// <summary>Null when there are more classes than allowed.</summary>
    public static HostClasses? Find(EgressPlan left, EgressPlan right, int maxClasses)
    {
        var classes = new HostClasses(left, right);
        var words = classes._words;
        if (words.Names.Count + (long)words.Prefixes.Count * words.Suffixes.Count > maxClasses)
            return null;
        classes.AddNames();
        classes.AddFamilies();
        classes.AddLiterals();
        classes.Add(HostClass.Nameless());
        return classes;
    }

    /// <summary>The class of a host as a call carries it; null for one that no call can carry.</summary>
    public HostClass? Find(ReadOnlySpan<byte> bytes)
    {
        var host = AsciiText.Text(bytes);
        if (host.Length == 0)
            return All[All.Count - 1];
        if (_names.TryGetValue(host, out var named))
            return named;
        if (IpLiteral.TryParse(bytes, out var address))
            return All.Find(known => known.Addresses is { } range && range.Contains(address));
        return _families.TryGetValue((Longest(_words.Prefixes, host, fromStart: true), Longest(_words.Suffixes, host, fromStart: false)), out var family) ? family : null;
    }

    /// <summary>The classes whose hosts fit a family but are none of it.</summary>
    public IReadOnlyList<HostClass> Inside(HostClass family)
    {
        if (!_inside.TryGetValue(family, out var inside))
            _inside.Add(family, inside = All.FindAll(family.Encloses));
        return inside;
    }

    private void AddNames()
    {
        var form = new HostForm();
        foreach (var name in _words.Names)
            if (form.IsValid(AsciiText.Bytes(name)) || IpLiteral.TryParse(AsciiText.Bytes(name), out _))
                _names.Add(name, Add(HostClass.Name(name)));
    }

    private void AddFamilies()
    {
        var fill = Fill();
        var form = new HostForm();
        foreach (var prefix in _words.Prefixes)
            foreach (var suffix in _words.Suffixes)
            {
                var family = HostClass.Family(prefix, fill, suffix);
                if (form.IsValid(AsciiText.Bytes(family.Example)) && family.Example.Length <= HostName.MaxLength)
                    _families.Add((prefix, suffix), Add(family));
            }
    }

    private void AddLiterals()
    {
        var textCuts = new List<AddressRange>();
        foreach (var prefix in _words.Prefixes)
        {
            textCuts.AddRange(LiteralPrefix.Ranges(prefix));
            HasTextOnLiterals |= prefix.IndexOf(':') >= 0;
        }
        foreach (var suffix in _words.Suffixes)
            HasTextOnLiterals |= suffix.Length > 0 && (suffix.All(c => c is '.' or >= '0' and <= '9') || suffix.All(c => c is ':' or >= '0' and <= '9' or >= 'a' and <= 'f'));
        foreach (var text in AddressPartition.Cut(textCuts))
        {
            var group = new List<HostClass>();
            foreach (var piece in AddressPartition.Cut(_words.Addresses.Append(text)))
                if (text.Contains(piece.First) && Unnamed(piece) is { } example)
                    group.Add(Add(HostClass.Literals(piece, example)));
            if (group.Count > 0)
                LiteralsByText.Add([.. group]);
        }
    }

    // An address that is written out somewhere is a class of its own.
    private IpValue? Unnamed(AddressRange piece)
    {
        for (var address = AddressPartition.Example(piece); piece.Contains(address); address = AddressRange.After(address))
            if (!_names.ContainsKey(address.ToString()))
                return address;
        for (var address = piece.First; piece.Contains(address); address = AddressRange.After(address))
            if (!_names.ContainsKey(address.ToString()))
                return address;
        return null;
    }

    private HostClass Add(HostClass added)
    {
        added.Index = All.Count;
        All.Add(added);
        return added;
    }

    // Letters that no word of a policy holds: between a beginning and an ending they make neither of them longer.
    private string Fill()
    {
        for (var i = 0; ; i++)
        {
            var fill = i == 0 ? "any" : "any" + i;
            if (!Exists(_words.Names, fill) && !Exists(_words.Prefixes, fill) && !Exists(_words.Suffixes, fill))
                return fill;
        }
    }

    private static bool Exists(IEnumerable<string> words, string fill) => words.Any(word => word.IndexOf(fill, StringComparison.Ordinal) >= 0);

    private static string Longest(SortedSet<string> words, string host, bool fromStart)
    {
        for (var length = host.Length; length > 0; length--)
        {
            var part = fromStart ? host.Substring(0, length) : host.Substring(host.Length - length);
            if (words.Contains(part))
                return part;
        }
        return "";
    }
}
