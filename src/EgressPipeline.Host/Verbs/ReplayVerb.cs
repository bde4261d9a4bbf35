using System.CommandLine;
using EgressPipeline.Host.CommandLine;
using EgressPipeline.Host.Findings;
using EgressPipeline.Host.Output;
using EgressPipeline.Host.Recorded;
using EgressPipeline.Host.Replaying;
using EgressPipeline.Policies;
using EgressPipeline.Policy;

namespace EgressPipeline.Host.Verbs;

/// <summary><c>egress replay</c>: which recorded calls would be decided otherwise by these policies. Nothing is sent.</summary>
internal sealed class ReplayVerb
{
    private const string Closing = """
        Reads the JSON access log of a sidecar. Headers are not recorded: rules that ask for one are judged without it.

        Examples:
          egress replay access.log --policies ./policies
          kubectl logs web -c egress | egress replay - --policies ./policies --labels app=web
          egress replay access.log --policies ./policies --format json

        Exit codes: 0 every call is let through or refused as recorded, 1 some are not, 2 wrong usage or no record,
        3 the policies do not load.
        """;

    private readonly Argument<string[]> _logs = new("log") { HelpName = "LOG…", Description = "JSON access logs; - is standard input", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _format = new("--format") { HelpName = "text|json", Description = "How the answer is written [default: text]", DefaultValueFactory = _ => "text" };
    private readonly WorkloadFlags _workload = new("policies", "unregistered", "namespace", "labels");

    public static Command Create() => new ReplayVerb().Build();

    private TeachingCommand Build()
    {
        _format.AcceptOnlyFromAmong("text", "json");
        var command = new TeachingCommand("replay", "Says which recorded calls would be decided otherwise by these policies.", Closing) { _logs, _format };
        _workload.AddTo(command);
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var read = _workload.Read(parsed);
        if (read.Options is not { } options)
            return Complaint.Write(read.Problems, ExitCode.WrongUsage);
        var files = PolicyFiles.Read(options.Policies);
        if (files.Problems.Count > 0)
            return Complaint.Write(files.Problems, ExitCode.CouldNotStart);
        if (files.Assembly is { } assembly)
            return Complaint.Write(assembly.NotYaml, ExitCode.WrongUsage);
        var policies = PolicySet.Read(files.Files);
        if (policies.HasErrors)
        {
            new TextFindings().Write(new FindingReport(files.Files, policies.Diagnostics), Console.Error);
            return Complaint.Write("nothing was replayed: the policies have errors", ExitCode.CouldNotStart);
        }
        var calls = new RecordedCalls();
        if (AccessLogReader.Read(parsed.GetRequiredValue(_logs), calls) is { } problem)
            return Complaint.Write(problem, ExitCode.WrongUsage);
        if (calls.Dropped > 0)
            Console.Error.WriteLine($"egress: {calls.Dropped} calls were left out: more than {RecordedCalls.MaxDistinct} different ones");
        if (calls.All.Count == 0)
            return Complaint.Write($"the log holds no access record in JSON ({calls.Unreadable} lines of another kind)", ExitCode.WrongUsage);
        var replay = new Replay(policies, options);
        var report = new ReplayReport([.. calls.All.Select(entry => replay.Judge(entry.Call, entry.Count))]);
        if (parsed.GetRequiredValue(_format) == "json")
            JsonOutput.Write(Console.Out, report.WriteJson);
        else
            report.WriteText(Console.Out);
        return report.Flips ? ExitCode.Findings : ExitCode.Fine;
    }
}
