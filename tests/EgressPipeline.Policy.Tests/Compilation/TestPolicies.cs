using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Tests.Compilation;

/// <summary>Compiles YAML written in tests.</summary>
internal static class TestPolicies
{
    /// <summary>A plan, or a failed test that shows what was found wrong.</summary>
    public static EgressPlan Plan(string yaml, WorkloadContext? workload = null)
    {
        var result = Compile(workload, yaml);
        if (result.Plan is null)
            Assert.Fail(string.Join("\n", result.Diagnostics));
        return result.Plan;
    }

    public static CompilationResult Compile(WorkloadContext? workload, params string[] files)
    {
        var list = new List<PolicyFile>();
        for (var i = 0; i < files.Length; i++)
            list.Add(new PolicyFile("policy" + i + ".yaml", files[i]));
        return PolicyCompiler.Compile(list, workload ?? WorkloadContext.Unknown);
    }

    /// <summary>A workload of a namespace with labels such as <c>app=web</c>.</summary>
    public static WorkloadContext Workload(string ns, params string[] labels)
    {
        var map = new Dictionary<string, string>();
        foreach (var label in labels)
            map[label[..label.IndexOf('=')]] = label[(label.IndexOf('=') + 1)..];
        return new WorkloadContext(ns, map, UnregisteredMode.Deny);
    }

    /// <summary>A ServiceEntry with DNS resolution; ports such as <c>80 HTTP</c>.</summary>
    public static string Service(string host, params string[] ports) => Service("default", host, ports);

    public static string ServiceIn(string ns, string host, params string[] ports) => Service(ns, host, ports);

    public static string AllowAll => Policy("ALLOW", "- {}");

    /// <summary>An AuthorizationPolicy with rules as a YAML list, indented freely.</summary>
    public static string Policy(string action, string rules, string name = "policy", string ns = "default") => $"""
        ---
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {"{"} name: {name}, namespace: {ns} {"}"}
        spec:
          action: {action}
          rules:
        {Indent(rules, 2)}

        """;

    public static string VirtualService(string host, string spec, string name = "vs", string ns = "default") => $"""
        ---
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {"{"} name: {name}, namespace: {ns} {"}"}
        spec:
          hosts: ["{host}"]
        {Indent(spec, 2)}

        """;

    public static string DestinationRule(string host, string spec, string name = "dr", string ns = "default") => $"""
        ---
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {"{"} name: {name}, namespace: {ns} {"}"}
        spec:
          host: "{host}"
        {Indent(spec, 2)}

        """;

    public static string Indent(string text, int spaces)
    {
        var lines = text.Replace("\r", "", StringComparison.Ordinal).Split('\n');
        for (var i = 0; i < lines.Length; i++)
            lines[i] = new string(' ', spaces) + lines[i];
        return string.Join("\n", lines);
    }

    private static string Service(string ns, string host, string[] ports)
    {
        var text = $"""
            ---
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {"{"} name: {host.Replace("*", "any", StringComparison.Ordinal)}, namespace: {ns} {"}"}
            spec:
              hosts: ["{host}"]
              location: MESH_EXTERNAL
              resolution: {(host.StartsWith('*') ? "NONE" : "DNS")}
              ports:

            """;
        foreach (var port in ports)
        {
            var parts = port.Split(' ');
            text += $"  - {{ number: {parts[0]}, name: p{parts[0]}, protocol: {parts[1]} }}\n";
        }
        return text;
    }
}
