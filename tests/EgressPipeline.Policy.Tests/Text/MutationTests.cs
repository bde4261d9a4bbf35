using CsCheck;
using EgressPipeline.Policy.Tests.Validation;

namespace EgressPipeline.Policy.Tests.Text;

public sealed class MutationTests
{
    private const string Junk = "{}[]:,-&*!|>'\"%@`# \t\n\r\0\uFEFFa0é";

    [Fact]
    public void Check_RandomMutationsOfValidPolicies_NeverThrows()
    {
        var seeds = DiagnosticExamples.All.Where(e => e.Yaml.Length < 4096).Select(e => e.Yaml).ToArray();
        var edits = Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[0, 3], Gen.Char[Junk]).List[1, 8];
        Gen.Select(Gen.Int[0, seeds.Length - 1], edits).Sample((seed, list) =>
        {
            var yaml = seeds[seed];
            foreach (var (at, kind, junk) in list)
                yaml = Edit(yaml, at, kind, junk);
            Checking.Check(yaml);
        }, iter: 3000);
    }

    private static string Edit(string yaml, int at, int kind, char junk)
    {
        if (yaml.Length == 0)
            return junk.ToString();
        at %= yaml.Length;
        return kind switch
        {
            0 => yaml.Insert(at, junk.ToString()),
            1 => yaml.Remove(at, 1),
            2 => yaml[..at],
            _ => yaml[..at] + junk + yaml[(at + 1)..],
        };
    }
}
