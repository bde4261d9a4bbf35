using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Tests.Validation;

/// <summary>YAML that provokes one diagnostic; the mark <c>§</c> stands where the diagnostic must point.</summary>
public sealed record Example(string Id, string MarkedYaml)
{
    private const char Mark = '§';

    public string Yaml => MarkedYaml.Replace(Mark.ToString(), "");

    public SourceRef Place
    {
        get
        {
            var before = MarkedYaml[..MarkedYaml.IndexOf(Mark)];
            var lineStart = before.LastIndexOf('\n') + 1;
            return new SourceRef(Checking.File, before.Count(c => c == '\n') + 1, before.Length - lineStart + 1);
        }
    }

    public static Example Entry(DiagnosticDescriptor descriptor, string spec) => Document(descriptor, "networking.istio.io/v1", "ServiceEntry", spec);

    public static Example Service(DiagnosticDescriptor descriptor, string spec) => Document(descriptor, "networking.istio.io/v1", "VirtualService", spec);

    public static Example Rule(DiagnosticDescriptor descriptor, string spec) => Document(descriptor, "networking.istio.io/v1", "DestinationRule", spec);

    public static Example AccessPolicy(DiagnosticDescriptor descriptor, string spec) => Document(descriptor, "security.istio.io/v1", "AuthorizationPolicy", spec);

    public static Example Jwt(DiagnosticDescriptor descriptor, string spec) => Document(descriptor, "security.istio.io/v1", "RequestAuthentication", spec);

    public static Example Sidecar(DiagnosticDescriptor descriptor, string spec) => Document(descriptor, "networking.istio.io/v1", "Sidecar", spec);

    public static Example Test(DiagnosticDescriptor descriptor, string spec) => Document(descriptor, "egresspipeline.dev/v1", "PolicyTest", spec);

    public static Example Filter(DiagnosticDescriptor descriptor, string spec) => Document(descriptor, "egresspipeline.dev/v1", "FilterBinding", spec);

    public static Example Limit(DiagnosticDescriptor descriptor, string spec) => Document(descriptor, "egresspipeline.dev/v1", "EgressLimits", spec);

    public static Example Of(DiagnosticDescriptor descriptor, string yaml) => new(descriptor.Id, yaml);

    public override string ToString() => Id;

    private static Example Document(DiagnosticDescriptor descriptor, string apiVersion, string kind, string spec)
    {
        // A mark before everything means the document as a whole.
        var whole = spec[0] == Mark && spec[1] == Mark;
        var body = whole ? spec[2..] : spec;
        return new(descriptor.Id, (whole ? Mark.ToString() : "") + $"apiVersion: {apiVersion}\nkind: {kind}\nmetadata: {{name: example}}\nspec:\n  " + body.Replace("\n", "\n  ") + "\n");
    }
}
