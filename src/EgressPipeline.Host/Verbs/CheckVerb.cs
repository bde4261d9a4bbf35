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
          egress check policy.dll                              (a policy assembly: whole, and of this release)
          egress check samples/*.yaml --isolated               (every document for itself: references are not followed)

        Exit codes: 0 nothing found, 1 findings, 2 wrong usage.
        """;

    public static Command Create()
    {
        var paths = new Argument<string[]>("path") { HelpName = "PATH…", Description = "YAML files, folders (read recursively), - for standard input, or one policy assembly (.dll)", Arity = ArgumentArity.OneOrMore };
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
        var report = isolated && files.Assembly is null
            ? new FindingReport(files.Files, [.. files.Files.SelectMany(Isolated)])
            : Whole(files);
        FindingWriters.For(format).Write(report, Console.Out);
        return report.Errors > 0 || (strict && report.Warnings > 0) ? ExitCode.Findings : ExitCode.Fine;
    }

    private static IReadOnlyList<PolicyDiagnostic> Isolated(PolicyFile file) =>
        PolicyCompiler.Compile([file], WorkloadContext.Unknown, ValidationOptions.Isolated).Diagnostics;

    private static FindingReport Whole(PolicyFiles files)
    {
        var load = PolicyLoader.Compile(files, WorkloadContext.Unknown);
        var read = files.Assembly is { } assembly ? [new PolicyFile(assembly.Path, "")] : files.Files;
        return new FindingReport(read, load.Diagnostics) { PlanHash = load.Plan?.Hash };
    }
}
