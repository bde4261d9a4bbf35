using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Compilation;

/// <summary>Turns a corsPolicy into the values that are sent.</summary>
internal static class CorsCompiler
{
    public static CorsPlan? Compile(CorsRule? rule, DiagnosticBag bag)
    {
        if (rule is null)
            return null;
        return new CorsPlan
        {
            AllowOrigins = Array.ConvertAll(rule.AllowOrigins, origin => StringMatchCompiler.Compile(origin, ignoreCase: false, bag)),
            AllowMethods = Joined(rule.AllowMethods),
            AllowHeaders = Joined(rule.AllowHeaders),
            ExposeHeaders = Joined(rule.ExposeHeaders),
            MaxAge = rule.MaxAge is { } age ? (int)Math.Min(int.MaxValue, age.Value.Ticks / TimeSpan.TicksPerSecond) : null,
            AllowCredentials = rule.AllowCredentials ?? false,
            AnswersUnmatched = rule.UnmatchedPreflights?.Value == "IGNORE",
        };
    }

    private static byte[] Joined(Located<string>[] texts) => AsciiText.Bytes(string.Join(",", texts.Select(text => text.Value)));
}
