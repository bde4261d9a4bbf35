using System.CommandLine;
using EgressPipeline.Host.CommandLine;
using EgressPipeline.Host.Findings;
using EgressPipeline.Policies;
using EgressPipeline.Policy;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Validation;

namespace EgressPipeline.Host.Verbs;

/// <summary><c>egress check</c>: says everything that is wrong with a policy set, and serves nothing.</summary>
internal static class CheckVerb
{
    private const string Closing = """
        Examples:
          egress check ./policies
          egress check ./policies --strict                     (warnings are findings, too)
          egress check ./policies --format github              (annotations in a pull request)
          egress check ./policies --format sarif >egress.sarif (for code scanning)
          helm template ./chart | egress check -               (standard input)
          egress check samples/*.yaml --isolated               (every document for itself: references are not followed)

        Exit codes: 0 nothing found, 1 findings, 2 wrong usage.
        """;

    public static Command Create()
    {
        var paths = new Argument<string[]>("path") { HelpName = "PATH…", Description = "YAML files, folders (read recursively), or - for standard input", Arity = ArgumentArity.OneOrMore };
        var format = new Option<string>("--format") { HelpName = "text|json|sarif|github", Description = "How findings are written [default: text]", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json", "sarif", "github");
        var strict = new Option<bool>("--strict") { Description = "Warnings count as findings" };
        var isolated = new Option<bool>("--isolated") { Description = "Judge every document by itself: hosts, subsets and ports that it names need not be declared" };
        var command = new TeachingCommand("check", "Checks policies and says everything that is wrong with them.", Closing) { paths, format, strict, isolated };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(paths), parsed.GetRequiredValue(format), parsed.GetValue(strict), parsed.GetValue(isolated)));
        return command;
    }

    private static int Run(string[] paths, string format, bool strict, bool isolated)
    {
        var files = CheckedFiles.Read(paths);
        if (files.Problems.Count > 0)
        {
            foreach (var problem in files.Problems)
                Console.Error.WriteLine("egress: " + problem);
            return ExitCode.WrongUsage;
        }
        var findings = isolated
            ? [.. files.Files.SelectMany(file => Check([file], ValidationOptions.Isolated))]
            : Check(files.Files, ValidationOptions.Default);
        var report = new FindingReport(files.Files, findings);
        FindingWriters.For(format).Write(report, Console.Out);
        return report.Errors > 0 || (strict && report.Warnings > 0) ? ExitCode.Findings : ExitCode.Fine;
    }

    private static IReadOnlyList<PolicyDiagnostic> Check(IReadOnlyList<PolicyFile> files, ValidationOptions options) =>
        PolicyCompiler.Compile(files, WorkloadContext.Unknown, options).Diagnostics;
}
