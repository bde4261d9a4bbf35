namespace EgressPipeline.Policy.Diagnostics;

/// <summary>Every diagnostic id with its severity.</summary>
public static partial class DiagnosticCatalogue
{
}
