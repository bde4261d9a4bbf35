namespace CredentialInjection.OAuth;

/// <summary>The outcome of one call of the token endpoint: a token, or why there is none.</summary>
/// <param name="Token">The token; null when there is none.</param>
/// <param name="Problem">Why there is none, without anything that the endpoint or the files said in their own words.</param>
/// <param name="RetryAfter">How long the endpoint asks to be left alone; zero when it does not.</param>
internal readonly record struct TokenFetch(AccessToken? Token, string? Problem, TimeSpan RetryAfter)
{
    public static TokenFetch Good(AccessToken token) => new(token, null, TimeSpan.Zero);

    public static TokenFetch Bad(string problem, TimeSpan retryAfter = default) => new(null, problem, retryAfter);

    /// <summary>The default text of a record shows its members; one of these is a secret.</summary>
    public override string ToString() => Problem ?? "token";
}
