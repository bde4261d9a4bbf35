using System.Net;
using System.Reflection;
using EgressPipeline.Filters;
using EgressPipeline.Hosting;
using EgressPipeline.Plugins;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.TestKit;

/// <summary>
/// Puts a real sidecar around filters: the engine, the contract's checks, failure modes and deadlines are those of <c>egress run</c>; only
/// that the filters come from the test's own assemblies instead of a plugins folder. One service is declared, <see cref="TestSidecar.Host"/>,
/// and a scripted server stands behind it.
/// </summary>
/// <example><code>
/// await using var sidecar = await new SidecarSetup().Bind&lt;StampFilter&gt;("text: hello").StartAsync();
/// var answer = await sidecar.GetAsync("/");
/// </code></example>
public sealed class SidecarSetup
{
    private readonly List<FilterDescriptor> _filters = [];
    private readonly List<string> _problems = [];
    private readonly List<string> _documents = [];
    private string _principal = "";
    private TimeProvider _time = TimeProvider.System;

    /// <summary>Attaches a filter to the service by a FilterBinding of the filter's name in namespace <c>default</c>.</summary>
    /// <typeparam name="TFilter">The filter's class.</typeparam>
    /// <param name="config">YAML under <c>config:</c>; empty = no config.</param>
    /// <param name="spec">Further YAML of the spec: <c>failureMode: open</c>, <c>order: 5</c>.</param>
    public SidecarSetup Bind<TFilter>(string config = "", string spec = "") where TFilter : class
    {
        var name = Add(typeof(TFilter));
        _documents.Add($"""
            apiVersion: egresspipeline.dev/v1
            kind: FilterBinding
            metadata: {"{"} name: {name}, namespace: default {"}"}
            spec:
              filter: {name}
              hosts: [{TestSidecar.Host}]
            {Block(spec, "")}{Block(config, "config:\n")}
            """);
        return this;
    }

    /// <summary>Makes a filter known without attaching it: <see cref="Policies"/> has its binding.</summary>
    /// <typeparam name="TFilter">The filter's class.</typeparam>
    public SidecarSetup Know<TFilter>() where TFilter : class
    {
        Add(typeof(TFilter));
        return this;
    }

    /// <summary>Adds policy documents, separated by <c>---</c>; see <see cref="PolicyText"/>.</summary>
    /// <param name="documents">YAML.</param>
    public SidecarSetup Policies(string documents)
    {
        _documents.Add(documents);
        return this;
    }

    /// <summary>Who calls.</summary>
    /// <param name="principal">SPIFFE id, <c>spiffe://trust-domain/ns/…/sa/…</c>.</param>
    public SidecarSetup CalledBy(string principal)
    {
        _principal = principal;
        return this;
    }

    /// <summary>The clock of everything in the sidecar, filters' deadlines included. With a clock that stands, timeouts come when it is advanced.</summary>
    /// <param name="time">Such as <c>Microsoft.Extensions.Time.Testing.FakeTimeProvider</c>.</param>
    public SidecarSetup At(TimeProvider time)
    {
        _time = time;
        return this;
    }

    /// <summary>Starts the sidecar.</summary>
    /// <exception cref="SidecarRefusedException">A filter, a binding or a policy is not valid.</exception>
    public async Task<TestSidecar> StartAsync()
    {
        if (_problems.Count > 0)
            throw new SidecarRefusedException(_problems);
        var parts = new SidecarRun(_time);
        try
        {
            _documents.Insert(0, PolicyText.Service(TestSidecar.Host, 80, "HTTP", parts.Service.EndPoint));
            parts.Folder.Write("policies/policy.yaml", PolicyText.Join([.. _documents]));
            _documents.RemoveAt(0);
            var start = await Sidecar.StartAsync(Options(parts.Folder), parts.Outputs, _filters, CancellationToken.None);
            return new TestSidecar(parts, start.Sidecar ?? throw new SidecarRefusedException(start.Problems), start.Warnings);
        }
        catch
        {
            await parts.DisposeAsync();
            throw;
        }
    }

    private SidecarOptions Options(TempFolder folder)
    {
        var loopback = new IPEndPoint(IPAddress.Loopback, 0);
        var identity = CallerIdentity.Anonymous;
        if (_principal.Length > 0 && !CallerIdentity.TryParse(_principal, out identity))
            throw new ArgumentException($"'{_principal}' is no SPIFFE id");
        return new SidecarOptions { Policies = [folder.File("policies")], Outbound = loopback, Proxy = loopback, Admin = null, Metrics = loopback, Identity = identity };
    }

    private string Add(Type type)
    {
        var facts = type.GetCustomAttribute<EgressFilterAttribute>() ?? throw new ArgumentException($"{type.Name} has no [EgressFilter]");
        if (_filters.Exists(known => known.Type == type))
            return facts.Name;
        var report = new PluginReport("test");
        FilterTypes.Describe(type, facts, report);
        _filters.AddRange(report.Filters);
        _problems.AddRange(report.Problems);
        return facts.Name;
    }

    private static string Block(string yaml, string title)
    {
        if (string.IsNullOrWhiteSpace(yaml))
            return "";
        var pad = title.Length > 0 ? "    " : "  ";
        return (title.Length > 0 ? "  " + title : "") + string.Concat(yaml.Trim('\n').Split('\n').Select(line => pad + line + "\n"));
    }
}
