using EgressPipeline.Policy.Tests.Validation;

namespace EgressPipeline.Policy.Tests.Text;

public sealed class TemplateTests
{
    [Theory]
    [InlineData("hosts: [§'{{ .Values.host }}']")]
    [InlineData("hosts: [§'api.{{ .Values.domain }}']")]
    [InlineData("hosts:\n  - §api.{{ .Values.domain }}")]
    [InlineData("hosts: §{{ .Values.hosts }}")]
    [InlineData("§{{- if .Values.on }}\n  hosts: [a.com]\n  {{- end }}")]
    [InlineData("§{{ include \"x\" . | nindent 2 }}")]
    [InlineData("§{% if on %}\n  hosts: [a.com]")]
    [InlineData("hosts: [§'${HOST}']")]
    [InlineData("hosts: [a.com]\n  §${KEY}: x")]
    public void TemplateText_AnywhereInADocument_IsTheOneFinding(string spec)
    {
        var example = new Example("EGP0015", "apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata: {name: x}\nspec:\n  " + spec + "\n");
        var found = Assert.Single(Checking.Check(example.Yaml));
        Assert.Equal((example.Id, example.Place), (found.Id, found.Source));
    }

    [Theory]
    [InlineData("directResponse: {status: 200, body: {string: 'Hello {{name}}, ${YOU}'}}")]
    [InlineData("{match: [{uri: {regex: '/a{2}/x${2}'}}], directResponse: {status: 200}}")]
    [InlineData("{match: [{headers: {x: {exact: '{1}}'}}}], directResponse: {status: 200}}")]
    [InlineData("{name: '$HOME costs $5', directResponse: {status: 200}}")]
    public void BracesAndDollarsThatMeanSomethingElse_AreNoTemplate(string rule)
    {
        var yaml = "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: x}\nspec:\n  hosts: [a.com]\n  http:\n  - " + rule + "\n";
        Assert.DoesNotContain(Checking.Check(yaml), d => d.Id == "EGP0015");
    }
}
