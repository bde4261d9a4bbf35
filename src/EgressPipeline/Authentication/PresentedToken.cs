namespace EgressPipeline.Authentication;

/// <summary>A token as a request presents it to a rule. Never logged.</summary>
/// <param name="Rule">Position of the rule.</param>
/// <param name="Text">The token.</param>
/// <param name="Hash">Its name.</param>
internal sealed record PresentedToken(int Rule, string Text, TokenHash Hash)
{
    public override string ToString() => "token for rule " + Rule;
}
