using System.CommandLine;
using EgressPipeline.Host.CommandLine;
using EgressPipeline.Host.Explaining;
using EgressPipeline.Host.Output;
using EgressPipeline.Policies;
using EgressPipeline.Policy;
using EgressPipeline.Policy.Calls;
using EgressPipeline.Policy.Explaining;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Host.Verbs;

/// <summary><c>egress explain</c>: what would happen to a call, and which line of YAML says so. Nothing is sent.</summary>
internal sealed class ExplainVerb
{
    private const string Closing = """
        Examples:
          egress explain --policies ./policies GET http://api.example.com/v1/items
          egress explain --policies ./policies --from spiffe://cluster.local/ns/shop/sa/web POST http://api.example.com/ -H 'x-team: blue'
          egress explain --policies ./policies --sni www.example.com
          egress explain --policies ./policies --tcp 10.1.2.3:5432
          egress explain --policies ./policies CONNECT api.example.com:443
          egress explain --policies ./policies --tcp 10.1.2.3:5432 --source-uid 1000 --source-process /usr/bin/psql
          egress explain --policies ./policies GET http://api.example.com/ --request-principal https://id.example.com/alice --claim groups=admin
          egress explain --policies ./policies GET http://api.example.com/ --destination 203.0.113.7:80 --format json

        Exit codes: 0 allowed, 1 denied, 2 wrong usage, 3 the policies do not load.
        """;

    private readonly Argument<string?> _method = new("method") { HelpName = "METHOD", Arity = ArgumentArity.ZeroOrOne, Description = "Of the request" };
    private readonly Argument<string?> _url = new("url") { HelpName = "URL", Arity = ArgumentArity.ZeroOrOne, Description = "As the application calls it" };
    private readonly Option<string?> _from = new("--from") { HelpName = "PRINCIPAL", Description = "Who calls: a SPIFFE id, with or without spiffe:// [default: --identity's variable EGRESS_IDENTITY, or nobody]" };
    private readonly Option<string[]> _headers = new("--header", "-H") { HelpName = "K:V", Description = "A header of the request; may be repeated", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> _sni = new("--sni") { HelpName = "HOST[:PORT]", Description = "Explain a TLS connection to this server name instead of a request" };
    private readonly Option<string?> _tcp = new("--tcp") { HelpName = "IP:PORT", Description = "Explain an opaque TCP connection instead of a request" };
    private readonly Option<string?> _destination = new("--destination") { HelpName = "IP[:PORT]", Description = "The address that the application dialled, where the call is intercepted" };
    private readonly Option<string?> _sourceIp = new("--source-ip") { HelpName = "IP", Description = "The workload's address, for conditions on it" };
    private readonly Option<long?> _sourceUid = new("--source-uid") { HelpName = "UID", Description = "User id of the calling process, for conditions on source.uid [default: unknown]" };
    private readonly Option<string?> _sourceProcess = new("--source-process") { HelpName = "PATH", Description = "Its program, for conditions on source.process; needs --source-uid [default: unknown]" };
    private readonly Option<string?> _requestPrincipal = new("--request-principal") { HelpName = "ISSUER/SUBJECT", Description = "Whose verified token the request carries, for conditions on requestPrincipals [default: none]" };
    private readonly Option<string[]> _claims = new("--claim") { HelpName = "NAME=TEXT", Description = "A claim of that token, an inner one as OUTER[INNER]=TEXT; may be repeated", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _format = new("--format") { HelpName = "text|json", Description = "How the answer is written [default: text]", DefaultValueFactory = _ => "text" };
    private readonly WorkloadFlags _workload = new("policies", "unregistered", "namespace", "labels");

    public static Command Create() => new ExplainVerb().Build();

    private TeachingCommand Build()
    {
        var command = new TeachingCommand("explain", "Says what would happen to a call, stage by stage, and which line of YAML says so.", Closing) { _method, _url, _from, _headers, _sni, _tcp, _destination, _sourceIp, _sourceUid, _sourceProcess, _requestPrincipal, _claims, _format };
        _format.AcceptOnlyFromAmong("text", "json");
        _workload.AddTo(command);
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var call = ReadCall(parsed, out var problem);
        var address = IpValue.None;
        if (problem is null && parsed.GetValue(_sourceIp) is { } ip && !IpValue.TryParse(ip, out address))
            problem = $"--source-ip: '{ip}' is no IP address";
        var process = ProcessWords.Read(parsed.GetValue(_sourceUid), parsed.GetValue(_sourceProcess), out var aboutProcess);
        problem ??= aboutProcess is null ? null : "--source-uid, --source-process: " + aboutProcess;
        if (call is null || problem is not null)
            return Complaint.Write(problem!, ExitCode.WrongUsage);
        var read = _workload.Read(parsed, parsed.GetValue(_from));
        if (read.Options is not { } options)
            return Complaint.Write(read.Problems, ExitCode.WrongUsage);
        var workload = new WorkloadContext(options.Namespace, options.Labels, options.Unregistered);
        var load = PolicyLoader.Load(options.Policies, workload);
        if (load.Plan is null)
            return Complaint.Write(load.Problems, ExitCode.CouldNotStart);
        var trace = DecisionTrace.Of(load.Plan, call, new CallSource(workload, options.Identity, address) { Process = process });
        if (parsed.GetRequiredValue(_format) == "json")
            JsonOutput.Write(Console.Out, json => TraceJson.Write(json, trace));
        else
            Console.Out.Write(PrintableText.OfLines(TraceText.Of(trace)));
        return trace.IsAllowed ? ExitCode.Fine : ExitCode.Findings;
    }

    private CallDescription? ReadCall(ParseResult parsed, out string? problem)
    {
        if (HeaderArguments.Read(parsed.GetValue(_headers) ?? [], out problem) is not { } headers || ReadTarget(parsed, out problem) is not { } target)
            return null;
        if (TokenWords.Read(parsed.GetValue(_claims) ?? [], out problem) is not { } claims)
            return null;
        return CallDescription.Parse(target with { Headers = headers, Destination = parsed.GetValue(_destination), RequestPrincipal = parsed.GetValue(_requestPrincipal), Claims = claims }, out problem);
    }

    private CallWords? ReadTarget(ParseResult parsed, out string? problem)
    {
        problem = null;
        var (method, url) = (parsed.GetValue(_method), parsed.GetValue(_url));
        var (sni, tcp) = (parsed.GetValue(_sni), parsed.GetValue(_tcp));
        if (new[] { method, sni, tcp }.Count(target => target is not null) != 1)
            problem = "which call? write METHOD URL, or --sni HOST, or --tcp IP:PORT";
        else if (sni is not null)
            return new CallWords { ServerName = sni };
        else if (tcp is not null)
            return new CallWords { Address = tcp };
        else
            return url is null ? CallWords.Of(method!) : CallWords.Of(method!, url);
        return null;
    }
}
