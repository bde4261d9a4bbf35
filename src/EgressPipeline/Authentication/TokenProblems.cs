namespace EgressPipeline.Authentication;

/// <summary>Problems in words for the caller; never with anything of the token.</summary>
internal static class TokenProblems
{
    public static string Text(TokenProblem problem) => problem switch
    {
        TokenProblem.Malformed => "the token is no JSON Web Token",
        TokenProblem.TooLarge => "the token is larger than " + TokenVerifier.MaxBytes + " bytes",
        TokenProblem.UnknownIssuer => "no RequestAuthentication names the issuer of the token",
        TokenProblem.WrongAudience => "the token is meant for another audience",
        TokenProblem.Expired => "the token has expired",
        TokenProblem.NotYetValid => "the token is not valid yet",
        TokenProblem.BadAlgorithm => "the token is signed by an algorithm that is not taken",
        TokenProblem.NoKeys => "the keys of the issuer cannot be had",
        _ => "the signature of the token is not valid",
    };
}
