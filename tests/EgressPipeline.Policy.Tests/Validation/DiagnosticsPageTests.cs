using System.Text;
using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Tests.Validation;

public sealed class DiagnosticsPageTests
{
    [Fact]
    public void Page_EveryDiagnostic_IsListedAsInTheCatalogue() => RepositoryDocument.Compare("docs/diagnostics.md", Render());

    [Fact]
    public void Catalogue_Ids_AreUniqueAscendingAndWellFormed()
    {
        var ids = DiagnosticCatalogue.All.Select(d => d.Id).ToList();
        Assert.Equal(ids.Distinct().OrderBy(i => i, StringComparer.Ordinal), ids);
        Assert.All(ids, id => Assert.Matches("^EGP[0-9]{4}$", id));
    }

    [Fact]
    public void Catalogue_RetiredIds_AreNotGivenAgain() =>
        Assert.Empty(DiagnosticCatalogue.All.Select(d => d.Id).Intersect(DiagnosticCatalogue.Retired));

    private static string Render()
    {
        var page = new StringBuilder();
        page.Append("# Diagnostics\n\n");
        page.Append("What `egress check`, the build and the start of the sidecar say about policies. Errors keep a policy set from being loaded.\n");
        page.Append("Ids are stable. Each has a page with a bad and a good example. This page is generated from the\n");
        page.Append("catalogue in `src/EgressPipeline.Policy/Diagnostics`; a test fails when they differ and rewrites it with `UPDATE_GOLDEN=1`.\n\n");
        page.Append("| id | severity | meaning | what to do |\n|---|---|---|---|\n");
        foreach (var d in DiagnosticCatalogue.All)
            page.Append($"| [{d.Id}](diagnostics/{d.Id}.md) | {d.Severity.ToString().ToLowerInvariant()} | {Cell(d.Title)} | {Cell(d.Advice)} |\n");
        page.Append("\nNot given any more, because others say the same: ").AppendJoin(", ", DiagnosticCatalogue.Retired).Append(".\n");
        return page.ToString();
    }

    private static string Cell(string text) => text.Replace("|", "\\|").Replace("*", "\\*");
}
