using ExternalAuthorization.Protocol;

namespace ExternalAuthorization.Authorizers;

/// <summary>The authorizer's answer, or why there is none.</summary>
/// <param name="Answer">Null when there is none.</param>
/// <param name="Failure">Why.</param>
internal readonly record struct CheckOutcome(CheckResponse? Answer, CheckFailure Failure);
