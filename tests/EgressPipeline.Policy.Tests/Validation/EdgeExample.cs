using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Tests.Validation;

/// <summary>A value just beyond what is valid, and words of the message that tell this way of getting it wrong from others.</summary>
internal sealed record EdgeExample(Example Example, string Words)
{
    public static EdgeExample Entry(DiagnosticDescriptor descriptor, string words, string spec) => new(Example.Entry(descriptor, spec), words);

    public static EdgeExample Service(DiagnosticDescriptor descriptor, string words, string spec) => new(Example.Service(descriptor, spec), words);

    public static EdgeExample Rule(DiagnosticDescriptor descriptor, string words, string spec) => new(Example.Rule(descriptor, spec), words);

    public static EdgeExample AccessRule(DiagnosticDescriptor descriptor, string words, string spec) => new(Example.AccessPolicy(descriptor, spec), words);

    public static EdgeExample Sidecar(DiagnosticDescriptor descriptor, string words, string spec) => new(Example.Sidecar(descriptor, spec), words);
}
