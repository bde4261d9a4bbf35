using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Tokens;

/// <summary>
/// The value of a claim as far as conditions read it: a text, the texts of a list, or members by name. Numbers, booleans and null
/// match nothing, as in Envoy. Immutable, safe for concurrent use.
/// </summary>
public sealed class ClaimValue
{
    /// <summary>A value that no condition matches.</summary>
    public static readonly ClaimValue Nothing = new([], isList: false, null);

    private readonly IReadOnlyDictionary<string, ClaimValue>? _members;

    private ClaimValue(byte[][] texts, bool isList, IReadOnlyDictionary<string, ClaimValue>? members)
    {
        Texts = texts;
        IsList = isList;
        _members = members;
    }

    /// <summary>The text, or the texts of the list, in UTF-8.</summary>
    public byte[][] Texts { get; }

    public bool IsList { get; }

    public static ClaimValue Text(string text) => new([AsciiText.Bytes(text)], isList: false, null);

    /// <summary>A list; what of it is no text is left out by the caller.</summary>
    public static ClaimValue List(IEnumerable<string> texts) => new([.. texts.Select(AsciiText.Bytes)], isList: true, null);

    public static ClaimValue Object(IReadOnlyDictionary<string, ClaimValue> members) => new([], isList: false, members);

    /// <summary>The member with a name, or null.</summary>
    public ClaimValue? Find(string name) => _members is not null && _members.TryGetValue(name, out var value) ? value : null;

    /// <summary>True when the text, or one of the list, matches.</summary>
    public bool IsMatch(ByteMatch[] matches)
    {
        foreach (var text in Texts)
            foreach (var match in matches)
                if (match.IsMatch(text))
                    return true;
        return false;
    }

    public override string ToString() => string.Join(", ", Array.ConvertAll(Texts, text => AsciiText.Text(text)));
}
