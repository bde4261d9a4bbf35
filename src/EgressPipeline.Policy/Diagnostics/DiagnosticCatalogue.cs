using EgressPipeline.Policy.Compilation;

namespace EgressPipeline.Policy.Diagnostics;

/// <summary>Every kind of finding, ascending by id. <c>docs/diagnostics.md</c> is this list in prose.</summary>
public static class DiagnosticCatalogue
{
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        .. TextDiagnostics.All, .. BindingDiagnostics.All, .. ValueDiagnostics.All, .. ServiceEntryDiagnostics.All,
        .. VirtualServiceDiagnostics.All, .. DestinationRuleDiagnostics.All, .. AuthorizationPolicyDiagnostics.All,
        .. CompilationDiagnostics.All, .. SidecarDiagnostics.All, .. ReferenceDiagnostics.All, .. PolicyTestDiagnostics.All,
        .. BuildDiagnostics.All,
    ];
}
