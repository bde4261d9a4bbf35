using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Tests.Validation;

/// <summary>Every diagnostic has its page under docs/diagnostics, and its examples do what they say.</summary>
public sealed class DiagnosticPageTests
{
    private const string File = "policy.yaml";

    /// <summary>About a size, one workload's view, a test run, loaded filters (13) or the build (20): nothing that a short policy file shows.</summary>
    private static readonly string[] WithoutExamples = ["EGP0003", "EGP0018", "EGP0422", "EGP0715", "EGP1210", "EGP1211", "EGP13", "EGP20"];

    /// <summary>About fields that are judged though this release does not implement them (EGP0107), so that EGP0107 is said as well.</summary>
    private static readonly string[] OfFieldsNotImplemented =
        ["EGP0312", "EGP0612", "EGP0806"];

    public static TheoryData<string> Ids() => [.. DiagnosticCatalogue.All.Select(d => d.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Page_Examples_GiveExactlyTheDiagnosticAndNothing(string id)
    {
        var descriptor = DiagnosticCatalogue.Find(id)!;
        var page = new DiagnosticPage(descriptor, RepositoryDocument.Read(descriptor.HelpPath));
        var bad = Check(page.Bad);

        RepositoryDocument.Compare(descriptor.HelpPath, page.Render(string.Concat(bad.Select(d => d + "\n"))));
        Assert.Equal(!WithoutExamples.Any(w => id.StartsWith(w, StringComparison.Ordinal)), page.HasExamples);
        if (!page.HasExamples)
            return;
        Assert.Contains(bad, d => d.Id == id);
        Assert.All(bad, d => Assert.True(d.Id == id || d.Id == Companion(id), d.ToString()));
        Assert.All(Check(page.Good), d => Assert.True(OfFieldsNotImplemented.Contains(id) && d.Id == BindingDiagnostics.NotImplemented.Id, d.ToString()));
    }

    /// <summary>What cannot but be said besides, or null.</summary>
    private static string? Companion(string id)
    {
        if (OfFieldsNotImplemented.Contains(id))
            return BindingDiagnostics.NotImplemented.Id;
        // Two services without addresses are each a service without addresses.
        return id == CompilationDiagnostics.AmbiguousPort.Id ? ServiceEntryDiagnostics.OpaqueWithoutAddress.Id : null;
    }

    /// <summary>The list of exceptions must shrink with what is implemented.</summary>
    [Fact]
    public void FieldsNotImplemented_AreStillNotImplemented() =>
        Assert.All(OfFieldsNotImplemented, id =>
        {
            var descriptor = DiagnosticCatalogue.Find(id)!;
            var page = new DiagnosticPage(descriptor, RepositoryDocument.Read(descriptor.HelpPath));
            Assert.Contains(Check(page.Bad), d => d.Id == BindingDiagnostics.NotImplemented.Id);
        });

    [Fact]
    public void Pages_OfOtherIds_AreNotThere() =>
        Assert.Equal(
            DiagnosticCatalogue.All.Select(d => d.Id + ".md").Order(StringComparer.Ordinal),
            Directory.GetFiles(RepositoryDocument.PathOf("docs/diagnostics")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    private static IReadOnlyList<PolicyDiagnostic> Check(string yaml) => PolicyCompiler.Compile([new PolicyFile(File, yaml)], WorkloadContext.Unknown).Diagnostics;
}
