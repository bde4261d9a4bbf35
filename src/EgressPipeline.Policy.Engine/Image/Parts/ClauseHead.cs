using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Image.Parts;

/// <summary>What every <see cref="Authorization.AuthorizationClause"/> has.</summary>
internal sealed record ClauseHead(string Field, bool Negated, string[] Values, SourceRef Source);
