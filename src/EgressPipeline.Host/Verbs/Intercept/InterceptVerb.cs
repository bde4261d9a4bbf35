using System.CommandLine;
using EgressPipeline.Host.CommandLine;

namespace EgressPipeline.Host.Verbs.Intercept;

/// <summary><c>egress intercept</c>: the rules that send an application's connections to the sidecar.</summary>
internal static class InterceptVerb
{
    private const string Closing = """
        Rules belong to a network namespace: run this where the application runs, for a pod in an init container.
        'egress intercept VERB --help' tells about one of them.
        """;

    public static Command Create() => new TeachingCommand("intercept", "Puts rules into the kernel that send an application's connections to the sidecar.", Closing)
    {
        InterceptApplyVerb.Create(),
        InterceptRemoveVerb.Create(),
        InterceptPrintVerb.Create(),
        InterceptVerifyVerb.Create(),
    };
}
