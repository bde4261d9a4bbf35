using EgressPipeline.EndToEnd.Tests.Documents;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Samples;

/// <summary>Every example file of Istio is either served by a test or listed with the reason why not.</summary>
public sealed class SampleListTests
{
    private const string Page = "docs/conformance.md";

    private static readonly string[] Served =
    [
        "external/aptget.yaml", "external/github.yaml", "external/pypi.yaml", "extauthz/local-ext-authz.yaml",
        "bookinfo/networking/egress-rule-google-apis.yaml", "bookinfo/networking/destination-rule-all.yaml",
        .. Bookinfo("all-v1", "details-v2", "ratings-db", "ratings-mysql", "ratings-mysql-vm", "ratings-test-abort", "ratings-test-delay", "reviews-50-v3", "reviews-80-20",
            "reviews-90-10", "reviews-jason-v2-v3", "reviews-test-v2", "reviews-v2-v3", "reviews-v3"),
    ];

    private static IEnumerable<string> Bookinfo(params string[] names) => names.Select(name => $"bookinfo/networking/virtual-service-{name}.yaml");

    [Fact]
    public void EverySample_IsServedOrListedWithAReason()
    {
        Assert.SkipUnless(Corpus.Exists, Corpus.Absent);
        var root = Corpus.Path("istio/samples");
        var all = Directory.GetFiles(root, "*.yaml", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(root, file)).Order(StringComparer.Ordinal);
        var listed = MarkedTable.Read(Page, "samples").Split('\n').Where(row => row.StartsWith("| `", StringComparison.Ordinal)).Select(row => row.Split('`')[1]);

        Assert.Equal(all, Served.Concat(listed).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task EverySample_ByItself_HasNoMistakeButWhatIsNotImplemented()
    {
        Assert.SkipUnless(Corpus.Exists, Corpus.Absent);

        var check = await EgressProcess.RunVerbAsync("check", Corpus.Path("istio/samples"), "--isolated");

        var errors = check.Output.Split('\n').Where(line => line.Contains(": error ", StringComparison.Ordinal) && !line.Contains("EGP0107", StringComparison.Ordinal));
        // Its second route stands behind one that takes every call, and Istio takes the file all the same.
        Assert.All(errors, error => Assert.Contains("fault-injection-details-v1.yaml(18,5): error EGP0418", error, StringComparison.Ordinal));
    }
}
