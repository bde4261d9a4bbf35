using EgressPipeline.Host.Recorded;

namespace EgressPipeline.Host.Suggesting;

/// <summary>What came of looking at refused calls.</summary>
/// <param name="Documents">YAML documents, services first.</param>
/// <param name="Left">Refused calls for which nothing is suggested, and why.</param>
/// <param name="AlreadyAllowed">Calls that the present policies let through.</param>
internal sealed record Suggestion(IReadOnlyList<string> Documents, IReadOnlyList<LeftCall> Left, long AlreadyAllowed);

/// <summary>A refused call for which nothing is suggested.</summary>
internal sealed record LeftCall(RecordedCall Call, int Count, string Why);
