using System.Text.Json;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Cli;

public sealed class ExplainTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public ExplainTests() => _folder.Write("policies.yaml", """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: api }
        spec:
          hosts: [api.example]
          ports: [{ number: 80, name: http, protocol: HTTP }, { number: 443, name: tls, protocol: TLS }]
          resolution: DNS
        ---
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: orders }
        spec:
          hosts: [orders.example]
          addresses: [10.1.2.3]
          ports: [{ number: 5432, name: tcp, protocol: TCP }]
          resolution: STATIC
          endpoints: [{ address: 10.1.2.3 }]
        ---
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: { name: api }
        spec:
          hosts: [api.example]
          http:
          - name: v1
            match: [{ uri: { prefix: /v1/ } }]
            rewrite: { uri: /api/v1/ }
            timeout: 2s
            retries: { attempts: 1, retryOn: "5xx" }
            route: [{ destination: { host: api.example, port: { number: 80 } } }]
        ---
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: { name: callers }
        spec:
          rules:
          - to: [{ operation: { hosts: [api.example], methods: [GET, CONNECT] } }]
          - when: [{ key: "request.headers[x-team]", values: [blue] }]
          - to: [{ operation: { ports: ["443", "5432"] } }]

        """);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AllowedRequest_ShowsEveryStageAndWhatFollows()
    {
        var result = await Explain("GET", "http://api.example/v1/items?page=2");

        Assert.Equal(0, result.ExitCode);
        foreach (var line in new[]
        {
            "  registry   declared: api.example:80 HTTP\n", "by ServiceEntry/default/api (", "  authorize  allowed\n", "by AuthorizationPolicy/default/callers#rules[0] (",
            "  route      v1\n", "by VirtualService/default/api#http[0] (", "sent as /api/v1/items?page=2 to host api.example\n", "timeout 2s; retries 1 on 5xx\n",
            "  cluster    outbound|80||api.example\n", "DNS: api.example:80; LEAST_REQUEST\n", "\nALLOWED\n",
        })
            Assert.Contains(line, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeniedRequest_NamesTheNearestRuleAndWhatFailed()
    {
        var result = await Explain("POST", "http://api.example/v1/items");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("DENIED: ALLOW policies exist and none matches\n  nearest rule is AuthorizationPolicy/default/callers#rules[0] (", result.Output, StringComparison.Ordinal);
        Assert.Contains("methods [GET, CONNECT] at ", result.Output, StringComparison.Ordinal);
        Assert.Contains("does not hold for \"POST\"", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "POST", "http://api.example/v1/items", "-H", "X-Team: blue")]
    [InlineData(0, "http://api.example/v1/items")]
    [InlineData(1, "GET", "http://api.example/v2/items")]
    [InlineData(0, "CONNECT", "api.example:80")]
    [InlineData(0, "--sni", "api.example")]
    [InlineData(1, "--sni", "api.exampel")]
    [InlineData(0, "--tcp", "10.1.2.3:5432")]
    [InlineData(1, "--tcp", "10.1.2.4:5432")]
    [InlineData(0, "--sni", "api.example", "--destination", "192.0.2.1:443")]
    [InlineData(1, "--sni", "api.example", "--destination", "192.0.2.1:444")]
    [InlineData(2, "--sni", "api.example", "--tcp", "10.1.2.3:5432")]
    [InlineData(2, "--tcp", "orders.example:5432")]
    [InlineData(2, "GET", "api.example/v1")]
    [InlineData(2, "GET", "http://api.example/v1", "-H", "no header")]
    [InlineData(2)]
    public async Task Call_OfAnyKind_HasItsExitCode(int exitCode, params string[] call)
    {
        var result = await Explain(call);

        Assert.True(result.ExitCode == exitCode, result.ToString());
    }

    [Theory]
    [InlineData(0, "--source-uid", "1000", "--source-process", "/usr/bin/psql")]
    [InlineData(1, "--source-uid", "1001", "--source-process", "/usr/bin/psql")]
    [InlineData(1, "--source-uid", "1000", "--source-process", "/usr/bin/curl")]
    [InlineData(1, "--source-uid", "1000")]
    [InlineData(1)]
    [InlineData(2, "--source-process", "/usr/bin/psql")]
    [InlineData(2, "--source-uid", "1000", "--source-process", "psql")]
    [InlineData(2, "--source-uid", "-1")]
    [InlineData(2, "--source-uid", "4294967296")]
    public async Task CallingProcess_IsWhatConditionsAskFor(int exitCode, params string[] process)
    {
        var text = File.ReadAllText(_folder.File("policies.yaml"));
        _folder.Write("policies.yaml", text.Replace("""ports: ["443", "5432"] } }]""", """ports: ["5432"] } }]""" + "\n    when: [{ key: source.uid, values: [\"1000\"] }, { key: source.process, values: [\"*/psql\"] }]", StringComparison.Ordinal));

        var result = await Explain(["--tcp", "10.1.2.3:5432", .. process]);

        Assert.True(result.ExitCode == exitCode, result.ToString());
    }

    [Theory]
    [InlineData(0, "--request-principal", "https://id.example.com/alice", "--claim", "groups=user", "--claim", "groups=admin")]
    [InlineData(1, "--request-principal", "https://id.example.com/alice", "--claim", "groups=user")]
    [InlineData(1, "--request-principal", "https://other.example.com/alice", "--claim", "groups=admin")]
    [InlineData(1)]
    [InlineData(2, "--request-principal", "alice")]
    [InlineData(2, "--claim", "groups")]
    public async Task Token_IsWhatConditionsAskFor(int exitCode, params string[] token)
    {
        _folder.Write("policies.yaml", File.ReadAllText(_folder.File("policies.yaml")) + """
            ---
            apiVersion: security.istio.io/v1
            kind: RequestAuthentication
            metadata: { name: id, namespace: istio-system }
            spec:
              jwtRules: [{ issuer: "https://id.example.com" }]
            ---
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: { name: admins-only, namespace: istio-system }
            spec:
              action: DENY
              rules: [{ to: [{ operation: { ports: ["80"] } }], when: [{ key: "request.auth.claims[groups]", notValues: [admin] }] }]
            """);

        var result = await Explain(["GET", "http://api.example/v1/items", .. token]);

        Assert.True(result.ExitCode == exitCode, result.ToString());
    }

    [Fact]
    public async Task Json_SaysTheSame()
    {
        var result = await Explain("GET", "http://api.example/v1/items", "--format", "json");

        using var json = JsonDocument.Parse(result.Output);
        var outcome = json.RootElement.GetProperty("outcome");
        Assert.Equal("allowed", json.RootElement.GetProperty("reason").GetString());
        Assert.Equal("AuthorizationPolicy/default/callers#rules[0]", json.RootElement.GetProperty("rule").GetProperty("id").GetString());
        Assert.Equal(["registry", "authorize", "route", "cluster"], json.RootElement.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("stage").GetString()));
        Assert.Equal(2000, outcome.GetProperty("timeout_ms").GetInt32());
        Assert.Equal(1, outcome.GetProperty("retries").GetProperty("attempts").GetInt32());
        Assert.Equal("api.example:80", outcome.GetProperty("destinations")[0].GetProperty("endpoints")[0].GetString());
    }

    private Task<ProgramResult> Explain(params string[] call) => EgressProcess.RunVerbAsync(["explain", "--policies", _folder.File("policies.yaml"), .. call]);
}
