using EgressPipeline.Policy.Comparison.Conditions;
using EgressPipeline.Policy.Comparison.Text;
using EgressPipeline.Policy.Comparison.Text.Callers;
using EgressPipeline.Policy.Comparison.Text.Forms;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison.Classes;

/// <summary>What is peculiar to the texts of one field: their form, and which of them a person would write.</summary>
internal sealed class FieldTexts
{
    /// <summary>The path of <c>OPTIONS *</c>, which no other method has.</summary>
    public const string Asterisk = "*";

    private static readonly WorkloadPattern Workload = new();

    private readonly Dimension _dimension;
    private readonly NamespacePattern? _namespace;

    /// <param name="dimension">The field.</param>
    /// <param name="callerNamespace">The namespace of all callers that have one; empty = callers are of any.</param>
    public FieldTexts(Dimension dimension, string callerNamespace)
    {
        _dimension = dimension;
        _namespace = callerNamespace.Length == 0 ? null : new NamespacePattern(ByteMatch.Exact(callerNamespace));
    }

    /// <summary>False for a parameter name that no URL can carry.</summary>
    public bool CanBePresent => _dimension.Kind != DimensionKind.Query || QueryValueForm.IsName(_dimension.Name);

    /// <summary>Patterns that are told apart whether or not a condition names them.</summary>
    public IEnumerable<TextPattern> Patterns => _dimension.Kind switch
    {
        DimensionKind.Caller => _namespace is null ? [new AnonymousPattern(), Workload] : [new AnonymousPattern(), Workload, _namespace],
        DimensionKind.Path => [new MatchPattern(ByteMatch.Exact(Asterisk))],
        _ => [],
    };

    public TextForm Form(IReadOnlyList<TextPattern> patterns) => _dimension.Kind switch
    {
        DimensionKind.Caller => new CallerForm(),
        DimensionKind.Method => new TokenForm(),
        DimensionKind.Path => new PathForm(),
        DimensionKind.Scheme => new SchemeForm(),
        DimensionKind.Query => new QueryValueForm(),
        _ => new FieldValueForm(patterns.Any(pattern => pattern.IsAsciiOnly)),
    };

    public IEnumerable<string> Familiar(IReadOnlyList<TextPattern> patterns)
    {
        foreach (var text in Usual())
            yield return text;
        foreach (var pattern in patterns)
            if (pattern.Example is { } example)
                yield return example;
    }

    /// <summary>Without what no call of the workload shows, and with the least usual last.</summary>
    public IReadOnlyList<TextKind> Possible(IReadOnlyList<TextKind> kinds, List<TextPattern> patterns) => _dimension.Kind switch
    {
        // A sidecar's caller is its workload: it has no other namespace.
        DimensionKind.Caller when _namespace is not null => [.. kinds.Where(kind => !Has(kind, patterns, Workload.Key) || Has(kind, patterns, _namespace.Key))],
        // The parser makes another kind of call of it.
        DimensionKind.Method => [.. kinds.Where(kind => AsciiText.Text(kind.Example) != "CONNECT")],
        DimensionKind.Path => [.. kinds.OrderBy(kind => AsciiText.Text(kind.Example) == Asterisk)],
        _ => kinds,
    };

    private string[] Usual() => _dimension.Kind switch
    {
        DimensionKind.Method => ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"],
        DimensionKind.Path => ["/", "/x"],
        DimensionKind.Scheme => ["http", "https"],
        DimensionKind.Caller => ["cluster.local/ns/default/sa/default"],
        _ => [],
    };

    private static bool Has(TextKind kind, List<TextPattern> patterns, string key) => kind.Patterns[patterns.FindIndex(pattern => pattern.Key == key)];
}
