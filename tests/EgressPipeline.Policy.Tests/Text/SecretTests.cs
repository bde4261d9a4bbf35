using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Tests.Validation;

namespace EgressPipeline.Policy.Tests.Text;

public sealed class SecretTests
{
    // Put together at run time, so that no scanner takes this file for a leak.
    private static readonly string Random = string.Concat(Enumerable.Repeat("a1B2c3D4", 5));

    public static TheoryData<string, string> Leaks() => new()
    {
        { "x-key", "AKIA" + "IOSFODNN7EXAMPLE" },
        { "x-key", "ghp_" + Random },
        { "x-key", "github_pat_" + Random },
        { "x-key", "glpat-" + Random },
        { "x-key", "xoxb-" + Random },
        { "x-key", "sk_live_" + Random },
        { "x-key", "AIza" + Random },
        { "x-key", "SG." + Random + "." + Random },
        { "x-key", "key=" + "hvs." + Random },
        { "x-key", "eyJ" + Random + ".eyJ" + Random + "." + Random },
        { "x-key", "-----BEGIN RSA " + "PRIVATE KEY-----\\nMIIE" },
        { "authorization", "Bearer " + Random },
        { "Authorization", "Basic dXNlcjpwYXNz" + "d29yZA1=" },
        { "x-api-key", Random },
        { "x-url", "postgres://app:hunter2@db.example.com/x" },
        { "x-url", "https://api.example.com/v1?a=b&api_key=" + Random },
        { "x-dsn", "Server=db;User=app;Password=hunter22" },
    };

    [Theory]
    [MemberData(nameof(Leaks))]
    public void HeaderValue_ThatIsASecret_IsReportedWithoutIt(string name, string value)
    {
        var found = Assert.Single(Check($"headers: {{request: {{set: {{{name}: \"{value}\"}}}}}}"), d => d.Id == TextDiagnostics.Secret.Id);
        Assert.Equal(8, found.Source.Line);
        Assert.DoesNotContain(value[^6..], found.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("match: [{headers: {authorization: {exact: 'Bearer a1B2c3D4e5'}}}]")]
    [InlineData("match: [{queryParams: {api_key: {exact: 'a1B2c3D4e5'}}}]")]
    [InlineData("rewrite: {uri: '/v1?access_token=a1B2c3D4e5'}")]
    public void OtherPlaces_ThatHoldASecret_AreReported(string field) =>
        Assert.Contains(Check(field), d => d.Id == TextDiagnostics.Secret.Id);

    [Theory]
    [InlineData("headers: {request: {set: {authorization: 'Bearer %REQ(x-token)%'}}}")]
    [InlineData("headers: {request: {set: {x-api-key: 'changeme'}}}")]
    [InlineData("headers: {request: {remove: [authorization, x-api-key]}}")]
    [InlineData("match: [{headers: {authorization: {prefix: 'Bearer '}}}]")]
    [InlineData("match: [{headers: {authorization: {regex: 'Bearer [a-z0-9]{20}'}}}]")]
    [InlineData("match: [{headers: {x-api-key: {}}}]")]
    [InlineData("match: [{queryParams: {token: {exact: 'v1beta2alpha3'}}}]")]
    [InlineData("match: [{sourceLabels: {app: 'payments-v2-canary-2024'}}]")]
    [InlineData("match: [{uri: {prefix: '/password=/reset1234'}}]")]
    [InlineData("rewrite: {authority: 'user1@example.com'}")]
    [InlineData("rewrite: {uri: 'https://a:8080/@x1'}")]
    [InlineData("name: 'task-proj-a1b2c3d4e5f6'")]
    [InlineData("name: 'BAKIAIOSFODNN7EXAMPLE'")]
    public void Texts_ThatOnlyResembleSecrets_AreLeftAlone(string field) =>
        Assert.DoesNotContain(Check(field), d => d.Id == TextDiagnostics.Secret.Id);

    private static IReadOnlyList<PolicyDiagnostic> Check(string field) =>
        Checking.Check("apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: x}\nspec:\n  hosts: [a.com]\n  http:\n  - route: [{destination: {host: a.com}}]\n    " + field + "\n");
}
