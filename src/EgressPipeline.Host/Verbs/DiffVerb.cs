using System.CommandLine;
using EgressPipeline.Host.CommandLine;
using EgressPipeline.Host.Comparing;
using EgressPipeline.Policy.Comparison;

namespace EgressPipeline.Host.Verbs;

/// <summary><c>egress diff</c>: what changes for calls when one policy set takes another's place.</summary>
internal sealed class DiffVerb
{
    private const string Closing = """
        Examples:
          egress diff ./deployed ./policies
          egress diff ./deployed ./policies --fail-on wider        (a gate: fails when anything becomes newly reachable)
          egress diff ./deployed ./policies --format markdown      (for a comment on a pull request)
          egress diff ./deployed ./policies --identity spiffe://cluster.local/ns/shop/sa/web

        The policies are compared by what they mean: order, names and spelling do not count. Without --identity,
        --namespace and --each-namespace policies of every namespace apply.

        Exit codes: 0 no --fail-on, or nothing of its kind, 1 there is (or cannot be excluded), 2 wrong usage,
        3 one of the policy sets does not load.
        """;

    private readonly Argument<string> _old = new("old") { HelpName = "OLD", Description = "What is in force: a YAML file, a folder of them, or a compiled policy assembly" };
    private readonly Argument<string> _new = new("new") { HelpName = "NEW", Description = "What would take its place" };
    private readonly Option<string> _format = new("--format") { HelpName = string.Join('|', DiffWriters.Formats), Description = "How the differences are written [default: text]", DefaultValueFactory = _ => "text" };
    private readonly Option<string> _failOn = new("--fail-on") { HelpName = "wider|any", Description = "End with 1 when something is newly reachable, or when anything differs", DefaultValueFactory = _ => "" };
    private readonly Option<bool> _eachNamespace = new("--each-namespace") { Description = "Compare for the workloads of each namespace that a document is in, and of one that none is in" };
    private readonly WorkloadFlags _workload = new("unregistered", "identity", "namespace", "labels");

    public static Command Create() => new DiffVerb().Build();

    private TeachingCommand Build()
    {
        _format.AcceptOnlyFromAmong(DiffWriters.Formats);
        _failOn.AcceptOnlyFromAmong("wider", "any");
        var command = new TeachingCommand("diff", "Says what a change of policies makes newly reachable, newly denied or different.", Closing) { _old, _new, _format, _failOn, _eachNamespace };
        _workload.AddTo(command);
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var read = _workload.Read(parsed);
        if (read.Options is not { } options)
            return Complaint.Write(read.Problems, ExitCode.WrongUsage);
        var eachNamespace = parsed.GetValue(_eachNamespace);
        if (eachNamespace && options.Namespace.Length > 0)
            return Complaint.Write("--each-namespace: the workload's namespace is given; leave one of them out", ExitCode.WrongUsage);
        var problems = new List<string>();
        var old = PolicySource.Read(parsed.GetRequiredValue(_old), problems);
        var next = PolicySource.Read(parsed.GetRequiredValue(_new), problems);
        if (old is null || next is null)
            return Complaint.Write(problems, ExitCode.CouldNotStart);
        if (eachNamespace && (old.Assembly ?? next.Assembly) is { } assembly)
            return Complaint.Write(assembly.NotYaml, ExitCode.WrongUsage);
        var workloads = new DiffWorkloads(old, next, options);
        if ((eachNamespace ? workloads.EachNamespace() : workloads.One()) is not { } diffs)
            return Complaint.Write(workloads.Problems, ExitCode.CouldNotStart);
        var report = new DiffReport(old.Path, next.Path, diffs) { IsMixed = !eachNamespace && options.Namespace.Length == 0 && (IsMixed(old) || IsMixed(next)) };
        DiffWriters.For(parsed.GetRequiredValue(_format), report, Console.Out).Write();
        return parsed.GetRequiredValue(_failOn) switch
        {
            "wider" when report.MayBeWider => ExitCode.Findings,
            "any" when report.MayDiffer => ExitCode.Findings,
            _ => ExitCode.Fine,
        };
    }

    private static bool IsMixed(PolicySource source) => source.Set is { } set && PolicyNamespaces.AreMixed(set);
}
