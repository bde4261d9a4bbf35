using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Rules;

/// <summary>rules[].from[].source: every list written must match (AND); within a list one value suffices (OR).</summary>
public sealed record SourceMatchRule
{
    public Located<string>[] Principals { get; init; } = [];
    public Located<string>[] NotPrincipals { get; init; } = [];
    public Located<string>[] RequestPrincipals { get; init; } = [];
    public Located<string>[] NotRequestPrincipals { get; init; } = [];
    public Located<string>[] Namespaces { get; init; } = [];
    public Located<string>[] NotNamespaces { get; init; } = [];
    public Located<string>[] ServiceAccounts { get; init; } = [];
    public Located<string>[] NotServiceAccounts { get; init; } = [];
    public Located<string>[] TrustDomains { get; init; } = [];
    public Located<string>[] NotTrustDomains { get; init; } = [];
    public Located<string>[] IpBlocks { get; init; } = [];
    public Located<string>[] NotIpBlocks { get; init; } = [];
    public Located<string>[] RemoteIpBlocks { get; init; } = [];
    public Located<string>[] NotRemoteIpBlocks { get; init; } = [];
    public required SourceRef Source { get; init; }
}
