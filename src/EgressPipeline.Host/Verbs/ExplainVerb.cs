using System.CommandLine;
using System.Net;
using EgressPipeline.Host.CommandLine;
using EgressPipeline.Host.Explaining;
using EgressPipeline.Hosting;
using EgressPipeline.Hosting.Settings;
using EgressPipeline.Policies;
using EgressPipeline.Policy;
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

        Exit codes: 0 allowed, 1 denied, 2 wrong usage, 3 the policies do not load.
        """;

    private readonly Argument<string?> _method = new("method") { HelpName = "METHOD", Arity = ArgumentArity.ZeroOrOne, Description = "Of the request" };
    private readonly Argument<string?> _url = new("url") { HelpName = "URL", Arity = ArgumentArity.ZeroOrOne, Description = "As the application calls it" };
    private readonly Option<string?> _from = new("--from") { HelpName = "PRINCIPAL", Description = "Who calls: a SPIFFE id, with or without spiffe:// [default: --identity's variable EGRESS_IDENTITY, or nobody]" };
    private readonly Option<string[]> _headers = new("--header", "-H") { HelpName = "K:V", Description = "A header of the request; may be repeated", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> _sni = new("--sni") { HelpName = "HOST[:PORT]", Description = "Explain a TLS connection to this server name instead of a request" };
    private readonly Option<string?> _tcp = new("--tcp") { HelpName = "IP:PORT", Description = "Explain an opaque TCP connection instead of a request" };
    private readonly Option<string?> _sourceIp = new("--source-ip") { HelpName = "IP", Description = "The workload's address, for conditions on it" };
    private readonly SettingOption[] _settings = [.. new[] { "policies", "unregistered", "namespace", "labels" }.Select(name => new SettingOption(SettingCatalogue.Find(name)!) { AllowMultipleArgumentsPerToken = false })];

    public static Command Create() => new ExplainVerb().Build();

    private TeachingCommand Build()
    {
        var command = new TeachingCommand("explain", "Says what would happen to a call, stage by stage, and which line of YAML says so.", Closing) { _method, _url, _from, _headers, _sni, _tcp, _sourceIp };
        foreach (var setting in _settings)
            command.Add(setting);
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var call = ReadCall(parsed, out var problem);
        var source = IpValue.None;
        if (problem is null && parsed.GetValue(_sourceIp) is { } ip && !TryAddress(ip, out source))
            problem = $"--source-ip: '{ip}' is no IP address";
        if (call is null || problem is not null)
            return Complain([problem!], ExitCode.WrongUsage);
        var read = SettingsReader.Read(Given(parsed), null, Environment.GetEnvironmentVariable);
        if (read.Options is not { } options)
            return Complain(read.Problems, ExitCode.WrongUsage);
        var load = PolicyLoader.Load(options.Policies, new WorkloadContext(options.Namespace, options.Labels, options.Unregistered));
        if (load.Plan is null)
            return Complain(load.Problems, ExitCode.CouldNotStart);
        var allowed = new Explanation(load.Plan, Console.Out).Write(call, call.Facts(options.Identity, source));
        return allowed ? ExitCode.Fine : ExitCode.Findings;
    }

    private ExplainedCall? ReadCall(ParseResult parsed, out string? problem)
    {
        var (method, url) = (parsed.GetValue(_method), parsed.GetValue(_url));
        if (parsed.GetValue(_sni) is { } sni)
            return ExplainedCall.Tls(sni, out problem);
        if (parsed.GetValue(_tcp) is { } tcp)
            return ExplainedCall.Tcp(tcp, out problem);
        if (method is not null && url is not null)
            return ExplainedCall.Http(method, url, parsed.GetValue(_headers) ?? [], out problem);
        problem = "which call? write METHOD URL, or --sni HOST, or --tcp IP:PORT";
        return null;
    }

    private Dictionary<string, IReadOnlyList<string>> Given(ParseResult parsed)
    {
        var given = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var option in _settings)
            if (option.Given(parsed) is { Count: > 0 } values)
                given[option.Setting.Name] = values;
        if (parsed.GetValue(_from) is { } from)
            given["identity"] = [from.StartsWith("spiffe://", StringComparison.Ordinal) ? from : "spiffe://" + from];
        return given;
    }

    private static bool TryAddress(string text, out IpValue value)
    {
        var valid = IPAddress.TryParse(text, out var address);
        value = valid ? IpValue.From(address!) : IpValue.None;
        return valid;
    }

    private static int Complain(IReadOnlyList<string> problems, int code)
    {
        foreach (var problem in problems)
            Console.Error.WriteLine("egress: " + problem);
        return code;
    }
}
