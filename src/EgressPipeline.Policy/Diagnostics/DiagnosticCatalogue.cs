namespace EgressPipeline.Policy.Diagnostics;

/// <summary>Every kind of finding, ascending by id. <c>docs/diagnostics.md</c> is this list in prose.</summary>
public static class DiagnosticCatalogue
{
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        .. TextDiagnostics.All, .. BindingDiagnostics.All, .. ValueDiagnostics.All, .. ServiceEntryDiagnostics.All,
        .. VirtualServiceDiagnostics.All, .. DestinationRuleDiagnostics.All, .. AuthorizationPolicyDiagnostics.All,
        .. CompilationDiagnostics.All, .. SidecarDiagnostics.All, .. ReferenceDiagnostics.All, .. RequestAuthenticationDiagnostics.All, .. FilterBindingDiagnostics.All,
        .. PolicyTestDiagnostics.All, .. FilterDiagnostics.All, .. LimitDiagnostics.All, .. BuildDiagnostics.All,
    ];

    private static readonly Dictionary<string, DiagnosticDescriptor> ById = All.ToDictionary(d => d.Id, StringComparer.Ordinal);

    /// <summary>Ids of findings that were merged into others. They are never given to anything else.</summary>
    public static IReadOnlyList<string> Retired { get; } = ["EGP0702", "EGP0703", "EGP0705", "EGP0707", "EGP0710", "EGP0711", "EGP0712", "EGP0713"];

    /// <summary>The kind of finding with an id, or null.</summary>
    public static DiagnosticDescriptor? Find(string id) => ById.TryGetValue(id, out var descriptor) ? descriptor : null;
}
