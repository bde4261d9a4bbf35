using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation.Access;

/// <summary>Values that no request ever has: methods in lower case, paths without their slash or with a query.</summary>
internal static class NeverSentCheck
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "CONNECT", "OPTIONS", "TRACE"];

    public static void Check(OperationMatchRule operation, DiagnosticBag bag)
    {
        foreach (var method in operation.Methods.Concat(operation.NotMethods))
            Report(method, OfMethod(method.Value.TrimEnd('*')), bag);
        foreach (var path in operation.Paths.Concat(operation.NotPaths))
            Report(path, OfPath(path.Value), bag);
    }

    /// <summary>What is wrong with a method, or null.</summary>
    public static string? OfMethod(string method)
    {
        var upper = method.ToUpperInvariant();
        return upper != method && Array.IndexOf(Methods, upper) >= 0 ? "methods are compared in their case: write " + upper : null;
    }

    /// <summary>What is wrong with the beginning of a path, or with a whole one; null when nothing is.</summary>
    public static string? OfPath(string path)
    {
        if (path.Length > 0 && path[0] is not ('/' or '*'))
            return "every path begins with '/'";
        return path.IndexOfAny(['?', '#']) >= 0 ? "a path ends before '?' and '#': match the query by queryParams in a VirtualService" : null;
    }

    private static void Report(Located<string> value, string? why, DiagnosticBag bag)
    {
        if (why is not null)
            bag.Report(AuthorizationPolicyDiagnostics.NeverSent, value.Source, value.Value, why);
    }
}
