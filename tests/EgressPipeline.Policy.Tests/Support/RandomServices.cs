using CsCheck;

namespace EgressPipeline.Policy.Tests.Support;

/// <summary>ServiceEntries: each host of <see cref="Words.Hosts"/> at most once, with its own addresses.</summary>
internal static class RandomServices
{
    private static readonly Dictionary<int, string[]> Protocols = new()
    {
        [80] = ["HTTP"],
        [8080] = ["HTTP", "HTTP2"],
        [443] = ["TLS", "HTTPS", "HTTP"],
        [8443] = ["HTTPS"],
        [9000] = ["TCP"],
        [50051] = ["GRPC"],
        [27017] = ["MONGO", "TCP"],
    };

    private static readonly Gen<(int, string)[]> Ports = Gen.Frequency((6, Words.Port), (4, Gen.Const(80)))
        .SelectMany(number => Pick.From(Protocols[number]).Select(protocol => (number, protocol)))
        .Array[1, 3].Select(ports => ports.DistinctBy(port => port.number).OrderBy(port => port.number).ToArray());

    public static Gen<RandomService[]> Gen1To(int max) => Pick.From(Words.Hosts).Array[1, max]
        .SelectMany(hosts => All([.. hosts.Distinct().Select(Service)]));

    private static Gen<RandomService> Service(string host) => Gen.Select(
        Ports,
        host.StartsWith('*') ? Pick.From("NONE", "NONE", "DYNAMIC_DNS") : Pick.From("DNS", "DNS", "STATIC", "NONE"),
        Pick.From("", Words.AddressOf(host), Words.RangeOf(host)),
        Yaml.Sometimes(15, Pick.From("['.']", "['*']", "[shop]")),
        Words.Namespace,
        (ports, resolution, address, exportTo, ns) => Make(host, ports, resolution, address, exportTo, ns));

    private static RandomService Make(string host, (int Number, string Protocol)[] ports, string resolution, string address, string exportTo, string ns)
    {
        var isOpaque = ports.Any(port => port.Protocol is "TCP" or "MONGO");
        // What DNS and DYNAMIC_DNS do not take, and what opaque services need to be told apart.
        if (resolution == "DYNAMIC_DNS")
            (address, ports) = ("", isOpaque ? [(80, "HTTP")] : ports);
        else if (resolution == "DNS" && address.Contains('/'))
            address = "";
        else if (isOpaque && address.Length == 0)
            address = Words.AddressOf(host);
        var endpoints = resolution == "STATIC"
            ? "\n  endpoints: [{address: 192.0.2.1, labels: {version: v1}, locality: eu/1, weight: 3}, {address: 192.0.2.2, labels: {version: v2}}]"
            : "";
        var declared = string.Join(", ", ports.Select(port => $"{{number: {port.Number}, name: p{port.Number}, protocol: {port.Protocol}}}"));
        var seenOnlyFrom = exportTo switch { "['.']" => ns, "[shop]" => "shop", _ => "" };
        return new RandomService(host, ports, endpoints.Length > 0, seenOnlyFrom, $"""
            ---
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {"{"}name: s{Array.IndexOf(Words.Hosts, host)}, namespace: {ns}{"}"}
            spec:
              hosts: ["{host}"]
              location: MESH_EXTERNAL
              resolution: {resolution}
              ports: [{declared}]{(address.Length > 0 ? "\n  addresses: ['" + address + "']" : "")}{(exportTo.Length > 0 ? "\n  exportTo: " + exportTo : "")}{endpoints}

            """);
    }

    private static Gen<RandomService[]> All(Gen<RandomService>[] services)
    {
        var all = Gen.Const(Array.Empty<RandomService>());
        foreach (var service in services)
            all = Gen.Select(all, service, (list, next) => (RandomService[])[.. list, next]);
        return all;
    }
}
