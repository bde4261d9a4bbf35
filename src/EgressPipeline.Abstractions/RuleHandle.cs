namespace EgressPipeline;

/// <summary>
/// A rule of an AuthorizationPolicy, or an ALLOW policy as a whole, by the name that a compiled policy table gives it
/// (<c>Egress.Rules.AllowApi.Rule0</c>, <c>Egress.Rules.AllowApi.Policy</c>). Immutable; compares by value.
/// </summary>
/// <param name="Id">As decisions and logs print it: <c>AuthorizationPolicy/default/allow-api#rules[0]</c>.</param>
/// <param name="Index">Its position in the policy, from 0; -1 for the policy itself.</param>
/// <param name="File">The YAML file, relative to the project that compiled it.</param>
/// <param name="Line">Line in <paramref name="File"/>, 1-based.</param>
public readonly record struct RuleHandle(string Id, int Index, string File, int Line);
