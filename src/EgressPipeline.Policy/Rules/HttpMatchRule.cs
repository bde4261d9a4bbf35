using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Rules;

/// <summary>One alternative of an http rule: every condition written must hold (AND).</summary>
public sealed record HttpMatchRule
{
    public Located<string>? Name { get; init; }
    public StringMatchRule? Uri { get; init; }
    public StringMatchRule? Scheme { get; init; }
    public StringMatchRule? Method { get; init; }
    public StringMatchRule? Authority { get; init; }
    public NamedMatchRule[] Headers { get; init; } = [];
    public NamedMatchRule[] WithoutHeaders { get; init; } = [];
    public NamedMatchRule[] QueryParams { get; init; } = [];

    /// <summary>Applies to exact and prefix of <see cref="Uri"/> only.</summary>
    public bool IgnoreUriCase { get; init; }
    public Located<int>? Port { get; init; }
    public IReadOnlyDictionary<string, Located<string>> SourceLabels { get; init; } = new Dictionary<string, Located<string>>();
    public Located<string>? SourceNamespace { get; init; }
    public Located<string>[] Gateways { get; init; } = [];
    public Located<string>? StatPrefix { get; init; }
    public required SourceRef Source { get; init; }
}
