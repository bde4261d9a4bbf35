using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Comparison.Text;
using EgressPipeline.Policy.Comparison.Text.Callers;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison.Conditions;

/// <summary>The texts that a clause names.</summary>
internal static class ClausePatterns
{
    public static IEnumerable<TextPattern> Of(AuthorizationClause clause) => clause switch
    {
        TextClause text => Array.ConvertAll(text.Matches, match => Of(text.Text, match)),
        HeaderClause header => Array.ConvertAll(header.Matches, OfField),
        PathClause path => [.. Array.ConvertAll(path.Matches, match => new MatchPattern(match)), .. Array.ConvertAll(path.Templates, template => new TemplatePattern(template))],
        ServiceAccountClause accounts => Array.ConvertAll(accounts.Accounts, a => new AccountPattern(AsciiText.Text(a.Namespace), AsciiText.Text(a.Account))),
        _ => [],
    };

    /// <summary>Of a header or query parameter, which may be there and empty.</summary>
    public static TextPattern OfField(ByteMatch match) => match.Kind == ByteMatchKind.Present ? new PresencePattern() : new MatchPattern(match);

    private static TextPattern Of(TextField field, ByteMatch match) => field switch
    {
        TextField.Principal => new PrincipalPattern(match),
        TextField.Namespace => new NamespacePattern(match),
        TextField.TrustDomain => new TrustDomainPattern(match),
        _ => new MatchPattern(match),
    };
}
