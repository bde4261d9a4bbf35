using System.CommandLine;
using EgressPipeline.Host.CommandLine;
using EgressPipeline.Host.Findings;
using EgressPipeline.Host.PolicyTests;
using EgressPipeline.Policies;
using EgressPipeline.Policy;
using EgressPipeline.Policy.Testing;

namespace EgressPipeline.Host.Verbs;

/// <summary><c>egress test</c>: runs the PolicyTests of a policy set. Nothing is sent.</summary>
internal sealed class TestVerb(TimeProvider time)
{
    private const string Closing = """
        Examples:
          egress test ./policies ./policy-tests
          egress test ./policies --filter payments             (cases whose test or name contains the text)
          egress test ./policies --junit results.xml --coverage-threshold 90
          egress test ./policies --format json

        Exit codes: 0 all pass, 1 a case fails or coverage is below the threshold, 2 wrong usage or nothing to run,
        3 the policies or tests have errors.
        """;

    private readonly Argument<string[]> _paths = new("path") { HelpName = "PATH…", Description = "YAML files or folders (read recursively) with policies and PolicyTests", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _filter = new("--filter") { HelpName = "TEXT", Description = "Run only cases whose test or name contains the text", DefaultValueFactory = _ => "" };
    private readonly Option<string> _format = new("--format") { HelpName = string.Join('|', TestReportWriters.Formats), Description = "How the report is written [default: text]", DefaultValueFactory = _ => "text" };
    private readonly Option<string?> _junit = new("--junit") { HelpName = "FILE", Description = "Also write the results as JUnit XML" };
    private readonly Option<int?> _threshold = new("--coverage-threshold") { HelpName = "N", Description = "Fail when fewer than N percent of the rules are exercised" };

    public static Command Create() => new TestVerb(TimeProvider.System).Build();

    private TeachingCommand Build()
    {
        _format.AcceptOnlyFromAmong(TestReportWriters.Formats);
        var command = new TeachingCommand("test", "Runs PolicyTests: calls, and what the policies must say about them.", Closing) { _paths, _filter, _format, _junit, _threshold };
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var (filter, threshold) = (parsed.GetRequiredValue(_filter), parsed.GetValue(_threshold));
        if (threshold is < 0 or > 100)
            return Complaint.Write("--coverage-threshold is a percentage from 0 to 100", ExitCode.WrongUsage);
        if (threshold is not null && filter.Length > 0)
            return Complaint.Write("--coverage-threshold needs all cases: leave out --filter", ExitCode.WrongUsage);
        var files = PolicyFiles.Read(parsed.GetRequiredValue(_paths));
        if (files.Problems.Count > 0)
            return Complaint.Write(files.Problems, ExitCode.WrongUsage);
        if (files.Assembly is { } assembly)
            return Complaint.Write(assembly.NotYaml, ExitCode.WrongUsage);

        var startedAt = time.GetUtcNow();
        var start = time.GetTimestamp();
        var report = PolicyTestRunner.Run(PolicySet.Read(files.Files), filter);
        if (parsed.GetValue(_junit) is { } junit && JUnitReport.Write(junit, report, startedAt, time.GetElapsedTime(start)) is { } problem)
            return Complaint.Write(problem, ExitCode.WrongUsage);
        if (!report.WasRun)
            return Refuse(report, files.Files);
        if (report.Cases.Count == 0)
            return Complaint.Write(report.CasesFound == 0 ? $"there is no PolicyTest in {files.Files.Count} files" : $"none of {report.CasesFound} cases contains '{filter}'", ExitCode.WrongUsage);
        TestReportWriters.Write(parsed.GetRequiredValue(_format), report, files.Files, Console.Out);
        if (report.Coverage.Percent < threshold)
            Console.Error.WriteLine($"egress: {report.Coverage.Percent} % of the rules are exercised, fewer than the {threshold} % asked for");
        return report.Failed > 0 || report.Coverage.Percent < threshold ? ExitCode.Findings : ExitCode.Fine;
    }

    private static int Refuse(PolicyTestReport report, IReadOnlyList<PolicyFile> files)
    {
        new TextFindings().Write(new FindingReport(files, report.Diagnostics), Console.Error);
        Console.Error.WriteLine("egress: nothing was tested: the policies or tests have errors");
        return ExitCode.CouldNotStart;
    }
}
