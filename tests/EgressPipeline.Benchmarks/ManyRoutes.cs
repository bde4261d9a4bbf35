using System.Buffers;
using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using EgressPipeline.Http;
using EgressPipeline.Pipeline;
using EgressPipeline.Policy;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Benchmarks;

/// <summary>A thousand http rules on one host, of which the last one holds or none; a request with twelve header lines.</summary>
public class ManyRoutes
{
    private const int Rules = 1000;

    private readonly RequestHead _head = new();
    private readonly HeadHeaders _headers = new();
    private EgressPlan _plan = null!;

    [Params(RouteMix.Exact, RouteMix.Prefix, RouteMix.Regex, RouteMix.Header, RouteMix.Mixed, RouteMix.MixedWithoutMatch)]
    public RouteMix Mix { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var rules = new StringBuilder();
        for (var i = 0; i < Rules; i++)
            rules.Append(CultureInfo.InvariantCulture, $"  - match: [{{{Match(i)}}}]\n    route: [{{destination: {{host: many.example.com}}}}]\n");
        var result = PolicyCompiler.Compile(
        [
            new PolicyFile("service.yaml", "apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata: {name: many}\nspec: {hosts: [many.example.com], resolution: DNS, ports: [{number: 80, name: http, protocol: HTTP}]}\n"),
            new PolicyFile("routes.yaml", "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: many}\nspec:\n  hosts: [many.example.com]\n  http:\n" + rules),
        ], WorkloadContext.Unknown);
        _plan = result.Plan ?? throw new InvalidOperationException(string.Join("\n", result.Diagnostics));
        ParseRequest();
        if (Decide() != (Mix == RouteMix.MixedWithoutMatch ? null : "http[999]"))
            throw new InvalidOperationException("the last rule was meant, not " + Decide());
    }

    [Benchmark(Description = "1,000 rules on one host")]
    public string? Decide()
    {
        var facts = new CallFacts
        {
            Kind = CallKind.Http,
            Host = "many.example.com"u8,
            Port = 80,
            Method = _head.Method,
            Path = _head.Path,
            Query = _head.Query,
            Scheme = "http"u8,
            Headers = _headers,
            Caller = CallerIdentity.Anonymous,
        };
        return PolicyEngine.Decide(_plan, facts).Route?.Name;
    }

    private string Match(int i) => Mix switch
    {
        RouteMix.Exact => $"uri: {{exact: /api/v1/service{i}/items}}",
        RouteMix.Prefix => $"uri: {{prefix: /api/v1/service{i}/}}",
        RouteMix.Regex => $"uri: {{regex: '/api/v1/service{i}/[a-z]+'}}",
        RouteMix.Header => $"uri: {{prefix: /api/}}, headers: {{x-tenant: {{exact: tenant-{i}}}}}",
        _ => (i % 4) switch
        {
            0 => $"uri: {{exact: /api/v1/service{i}/items}}",
            1 => $"uri: {{prefix: /api/v1/service{i}/}}, method: {{exact: GET}}",
            2 => $"uri: {{regex: '/api/v1/service{i}/[a-z]+'}}",
            _ => $"uri: {{prefix: /api/}}, headers: {{x-tenant: {{exact: tenant-{i}}}}}",
        },
    };

    private void ParseRequest()
    {
        var text = new StringBuilder("GET /api/v1/service999/items?page=2 HTTP/1.1\r\nHost: many.example.com\r\n");
        for (var i = 0; i < 10; i++)
            text.Append(CultureInfo.InvariantCulture, $"x-field-{i}: value {i}\r\n");
        text.Append(Mix == RouteMix.MixedWithoutMatch ? "x-tenant: nobody\r\n\r\n" : "x-tenant: tenant-999\r\n\r\n");
        if (_head.TryParse(new ReadOnlySequence<byte>(Encoding.ASCII.GetBytes(text.ToString())), new HttpLimits(), out _, out var error) != ParseStatus.Done)
            throw new InvalidOperationException(error.ToString());
        _headers.Show(_head);
    }
}
