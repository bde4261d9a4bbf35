using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Validation.Access;

namespace EgressPipeline.Policy.Validation;

/// <summary>Rules of one operation of an authorization rule.</summary>
internal static class OperationMatchValidator
{
    public static void Validate(OperationMatchRule operation, DiagnosticBag bag)
    {
        if (!HasHttpFields(operation) && operation.Ports.Length + operation.NotPorts.Length == 0)
            bag.Report(AuthorizationPolicyDiagnostics.Empty, operation.Source, "operation");
        TextListChecks.CheckNotEmpty("hosts", operation.Hosts, bag);
        TextListChecks.CheckNotEmpty("notHosts", operation.NotHosts, bag);
        TextListChecks.CheckNotEmpty("methods", operation.Methods, bag);
        TextListChecks.CheckNotEmpty("notMethods", operation.NotMethods, bag);
        TextListChecks.CheckPorts("ports", operation.Ports, bag);
        TextListChecks.CheckPorts("notPorts", operation.NotPorts, bag);
        CheckPaths("paths", operation.Paths, bag);
        CheckPaths("notPaths", operation.NotPaths, bag);
        NeverSentCheck.Check(operation, bag);
    }

    public static bool HasHttpFields(OperationMatchRule o) =>
        o.Hosts.Length + o.NotHosts.Length + o.Methods.Length + o.NotMethods.Length + o.Paths.Length + o.NotPaths.Length > 0;

    private static void CheckPaths(string field, Located<string>[] paths, DiagnosticBag bag)
    {
        TextListChecks.CheckNotEmpty(field, paths, bag);
        foreach (var path in paths)
            if (PathTemplateChecks.FindError(path.Value) is { } error)
                bag.Report(AuthorizationPolicyDiagnostics.BadPath, path.Source, field, path.Value, error);
    }
}
