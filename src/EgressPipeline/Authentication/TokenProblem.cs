namespace EgressPipeline.Authentication;

/// <summary>Why a token is not taken; also the label of its counter.</summary>
internal enum TokenProblem
{
    None,
    Malformed,
    TooLarge,
    UnknownIssuer,
    WrongAudience,
    Expired,
    NotYetValid,
    BadAlgorithm,
    BadSignature,

    /// <summary>The issuer's keys are not known and cannot be fetched now.</summary>
    NoKeys,
}
