using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Compilation;

/// <summary>Header changes with their names in lower case.</summary>
internal static class HeaderOperationsCompiler
{
    public static HeaderOperations Compile(HeaderOperationsRule? rule) => rule is null
        ? HeaderOperations.None
        : new HeaderOperations(
            Values(rule.Request.Set), Values(rule.Request.Add), Names(rule.Request.Remove),
            Values(rule.Response.Set), Values(rule.Response.Add), Names(rule.Response.Remove));

    private static HeaderOperation[] Values(HeaderValueRule[] rules)
    {
        var operations = new HeaderOperation[rules.Length];
        for (var i = 0; i < operations.Length; i++)
            operations[i] = new HeaderOperation(AsciiText.Bytes(rules[i].Name.Value.ToLowerInvariant()), AsciiText.Bytes(rules[i].Value));
        return operations;
    }

    private static byte[][] Names(Located<string>[] names)
    {
        var bytes = new byte[names.Length][];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = AsciiText.Bytes(names[i].Value.ToLowerInvariant());
        return bytes;
    }
}
