using System.Net;
using System.Text;
using EgressPipeline.Host.Output;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Registry;
using EgressPipeline.Telemetry.Metrics;

namespace EgressPipeline.Host.Suggesting;

/// <summary>A ServiceEntry for one name or address: the ports that were called, visible to the namespaces that called.</summary>
internal sealed class ServiceSuggestion(string host, IPAddress? address)
{
    private readonly SortedDictionary<int, PortProtocol> _ports = [];
    private readonly SortedSet<string> _namespaces = new(StringComparer.Ordinal);
    private RefusedCall? _first;
    private long _count;
    private bool _assumesTls;

    /// <summary>The declared host; for an address a name that no resolver knows (RFC 2606).</summary>
    public string Host { get; } = host;

    public void Add(RefusedCall call)
    {
        _first ??= call;
        _count += call.Count;
        _namespaces.Add(call.Namespace);
        var protocol = Protocol(call);
        _assumesTls |= call is { Kind: CallKind.Connect, Port: not (80 or 443) };
        // One protocol a port: what is read as HTTP can be governed call by call.
        if (!_ports.TryGetValue(call.Port, out var before) || before != PortProtocol.Http)
            _ports[call.Port] = protocol;
    }

    public string Write(DocumentNames names, string defaultNamespace)
    {
        var known = _namespaces.Where(ns => ns.Length > 0).ToArray();
        var ns = known.Length > 0 ? known[0] : defaultNamespace;
        var yaml = new StringBuilder();
        yaml.Append($"# seen {_count}x, first: {PrintableText.Of(_first!.Title)}\n");
        foreach (var review in Reviews())
            yaml.Append($"# review: {review}\n");
        yaml.Append("apiVersion: networking.istio.io/v1\nkind: ServiceEntry\n");
        yaml.Append($"metadata: {{ name: {names.Take("ServiceEntry", ns, Host.Replace('_', '-'))}, namespace: {ns} }}\nspec:\n");
        yaml.Append($"  hosts: [{YamlText.Quote(Host)}]\n");
        if (address is not null)
            yaml.Append($"  addresses: [{YamlText.Quote(address.ToString())}]\n");
        yaml.Append("  location: MESH_EXTERNAL\n  ports:\n");
        foreach (var (number, protocol) in _ports)
            yaml.Append($"  - {{ number: {number}, name: {protocol.ToString().ToLowerInvariant()}-{number}, protocol: {protocol.ToString().ToUpperInvariant()} }}\n");
        yaml.Append(address is null ? "  resolution: DNS\n" : $"  resolution: STATIC\n  endpoints: [{{ address: {YamlText.Quote(address.ToString())} }}]\n");
        // Somebody whose namespace nobody knows must see it, too.
        if (known.Length == _namespaces.Count)
            yaml.Append($"  exportTo: {YamlText.List(known.Select(name => name == ns ? "." : name))}\n");
        return yaml.ToString();
    }

    private IEnumerable<string> Reviews()
    {
        if (address is not null)
        {
            yield return "called by address; the host is a placeholder, name the service";
            if (AddressClassifier.Classify(address) is not AddressClass.Global and var kind)
                yield return $"a {SnakeCase.Of(kind.ToString()).Replace('_', ' ')} address: declaring it lets the sidecar dial it";
        }
        if (_assumesTls)
            yield return "a tunnel to a port that is not 443: TLS is assumed";
    }

    private static PortProtocol Protocol(RefusedCall call) => call.Kind switch
    {
        CallKind.Http => PortProtocol.Http,
        CallKind.Tcp => PortProtocol.Tcp,
        CallKind.Connect when call.Port == 80 => PortProtocol.Http,
        _ => PortProtocol.Tls,
    };
}
