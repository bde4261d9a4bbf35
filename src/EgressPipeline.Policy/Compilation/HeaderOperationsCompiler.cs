using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Compilation;

/// <summary>Header changes with their names in lower case.</summary>
internal static class HeaderOperationsCompiler
{
    public static HeaderOperations Compile(HeaderOperationsRule? rule) => rule is null
        ? HeaderOperations.None
        : new HeaderOperations(
            Values(rule.Request.Set, areAnswers: false), Values(rule.Request.Add, areAnswers: false), Names(rule.Request.Remove),
            Values(rule.Response.Set, areAnswers: true), Values(rule.Response.Add, areAnswers: true), Names(rule.Response.Remove));

    private static HeaderOperation[] Values(HeaderValueRule[] rules, bool areAnswers)
    {
        var operations = new HeaderOperation[rules.Length];
        for (var i = 0; i < operations.Length; i++)
            operations[i] = Operation(rules[i], areAnswers);
        return operations;
    }

    private static HeaderOperation Operation(HeaderValueRule rule, bool isAnswer)
    {
        var name = AsciiText.Bytes(rule.Name.Value.ToLowerInvariant());
        var segments = new HeaderValueParser(rule.Value, isAnswer).Segments;
        return segments switch
        {
            [] => new HeaderOperation(name, []),
            [{ Source: HeaderSource.Literal } literal] => new HeaderOperation(name, literal.Text),
            _ => new HeaderOperation(name, []) { Segments = segments },
        };
    }

    private static byte[][] Names(Located<string>[] names)
    {
        var bytes = new byte[names.Length][];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = AsciiText.Bytes(names[i].Value.ToLowerInvariant());
        return bytes;
    }
}
