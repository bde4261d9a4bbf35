namespace EgressPipeline.Authentication;

/// <summary>What came of the tokens of a request.</summary>
/// <param name="Rule">Position of the rule that took one; -1 for none.</param>
/// <param name="Token">The token that was taken, or null.</param>
/// <param name="Problem">Why none was; <see cref="TokenProblem.None"/> when one was, or there was none.</param>
internal readonly record struct TokenOutcome(int Rule, VerifiedToken? Token, TokenProblem Problem)
{
    public static TokenOutcome NoToken => new(-1, null, TokenProblem.None);
}
