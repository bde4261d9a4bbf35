using EgressPipeline.Policy.Filters;
using EgressPipeline.Policy.Tokens;

namespace EgressPipeline.Policy.Calls;

/// <summary>Reads what a described call's token says.</summary>
public static class TokenWords
{
    /// <summary>Claims as a command line has them: <c>name=text</c>, <c>outer[inner]=text</c>; a name given twice is a list.</summary>
    /// <returns>The claims, or null with what is wrong in one clause.</returns>
    public static IReadOnlyDictionary<string, ClaimValue>? Read(IEnumerable<string> words, out string? problem)
    {
        var root = new Node();
        foreach (var word in words)
        {
            var equals = word.IndexOf('=');
            if (equals <= 0 || Path(word.Substring(0, equals)) is not { } path || !root.TryAdd(path, word.Substring(equals + 1)))
            {
                problem = "'" + word + "' is no claim; write name=text, or outer[inner]=text";
                return null;
            }
        }
        problem = null;
        return root.Members();
    }

    /// <summary>Claims as YAML has them. Numbers, booleans and null are values that no condition matches.</summary>
    public static IReadOnlyDictionary<string, ClaimValue> Read(ConfigMap claims) => claims.Entries.ToDictionary(entry => entry.Key, entry => Value(entry.Value), StringComparer.Ordinal);

    internal static bool IsPrincipal(string text) => text.LastIndexOf('/') is > 0 and var slash && slash < text.Length - 1;

    /// <summary>The claims of the call's token, with the principal's where they do not say so themselves; none when it has no token.</summary>
    internal static RequestClaims Claims(CallWords words)
    {
        if (words.Claims.Count == 0 && words.RequestPrincipal is null)
            return RequestClaims.None;
        var claims = words.Claims.ToDictionary(claim => claim.Key, claim => claim.Value, StringComparer.Ordinal);
        if (words.RequestPrincipal is { } principal && IsPrincipal(principal))
        {
            var slash = principal.LastIndexOf('/');
            claims["iss"] = ClaimValue.Text(principal.Substring(0, slash));
            claims["sub"] = ClaimValue.Text(principal.Substring(slash + 1));
        }
        return new RequestClaims(ClaimValue.Object(claims));
    }

    private static ClaimValue Value(ConfigValue value) => value switch
    {
        ConfigScalar { Kind: ConfigScalarKind.Text } scalar => ClaimValue.Text(scalar.Text),
        ConfigList list => ClaimValue.List(list.Items.OfType<ConfigScalar>().Where(item => item.Kind == ConfigScalarKind.Text).Select(item => item.Text)),
        ConfigMap map => ClaimValue.Object(Read(map)),
        _ => ClaimValue.Nothing,
    };

    private static string[]? Path(string name)
    {
        var parts = name.Split('[');
        for (var i = 1; i < parts.Length; i++)
        {
            if (parts[i].Length < 2 || parts[i].IndexOf(']') != parts[i].Length - 1)
                return null;
            parts[i] = parts[i].Substring(0, parts[i].Length - 1);
        }
        return parts[0].Length > 0 ? parts : null;
    }

    /// <summary>A claim that is being put together: texts or members.</summary>
    private sealed class Node
    {
        private readonly List<string> _texts = [];
        private readonly Dictionary<string, Node> _members = new(StringComparer.Ordinal);

        public bool TryAdd(string[] path, string text)
        {
            var node = this;
            foreach (var name in path)
            {
                if (node._texts.Count > 0)
                    return false;
                if (!node._members.TryGetValue(name, out var member))
                    node._members.Add(name, member = new Node());
                node = member;
            }
            node._texts.Add(text);
            return node._members.Count == 0;
        }

        public Dictionary<string, ClaimValue> Members() => _members.ToDictionary(member => member.Key, member => member.Value.Value(), StringComparer.Ordinal);

        private ClaimValue Value() => _members.Count > 0 ? ClaimValue.Object(Members()) : _texts.Count == 1 ? ClaimValue.Text(_texts[0]) : ClaimValue.List(_texts);
    }
}
