using CsCheck;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Tests.Decisions;

namespace EgressPipeline.Policy.Tests.Support;

/// <summary>Random calls made of what random policies speak about, and a little else.</summary>
internal static class RandomCall
{
    private static readonly Gen<string> Stranger = Gen.Frequency(
        (3, Pick.From(Words.ExactHosts)),
        (1, Pick.From("test", "nobody.invalid", "10.0.1.1", "10.0.3.1", "example.com")));

    private static readonly Gen<int> Port = Gen.Frequency((9, Words.Port), (1, Pick.From(81, 1, 65535)));

    private static readonly Gen<string?> Address = Gen.Frequency<string?>(
        (3, Pick.From(Words.Hosts).Select(host => (string?)Words.AddressOf(host))),
        (1, Pick.From<string?>("10.0.1.77", "8.8.8.8", "fd00::1", "192.168.7.7")));

    private static readonly Gen<string?> Caller = Pick.From<string?>(
        null, "spiffe://cluster.local/ns/shop/sa/web", "spiffe://cluster.local/ns/default/sa/job", "spiffe://other.org/ns/shop/sa/job", "spiffe://cluster.local/odd");

    private static readonly Gen<(string, string)[]> Headers = Gen.Select(Words.Header, Words.HeaderValue).Array[0, 2].Select(all => all.DistinctBy(h => h.Item1).ToArray());

    private static readonly Gen<string> Query = Pick.From("", "", "q=1", "q=shop&page=17", "page", "page=&q=shop-1");

    /// <summary>A call, three times out of four to one of the services in a way that it speaks.</summary>
    public static Gen<TestCall> To(RandomService[] services) => Gen.Select(
        Gen.Frequency((3, Pick.From(services).SelectMany(Declared)), (1, Gen.Select(Gen.Enum<CallKind>(), Stranger, Port))),
        Gen.Select(Gen.Frequency((3, Pick.From<string?>([null])), (1, Address)), Pick.From("127.0.0.1", "10.0.1.9", "192.168.3.4")),
        Gen.Select(Words.Method, Words.Path, Query, Pick.From("http", "https")),
        Headers,
        Caller,
        Address,
        (where, ends, what, headers, caller, address) => Make(where, ends, what, headers, caller, address));

    private static Gen<(CallKind, string, int)> Declared(RandomService service) => Gen.Select(
        service.Host[0] == '*' ? Pick.From("sub" + service.Host[1..], "a.b" + service.Host[1..]) : Gen.Frequency((9, Gen.Const(service.Host)), (1, Gen.Const("sub." + service.Host))),
        Pick.From(service.Ports),
        Gen.Int[0, 9],
        (host, port, chance) => (Kind(port.Protocol, chance), host, port.Number));

    // What the protocol expects, a tunnel at times, and seldom something else.
    private static CallKind Kind(string protocol, int chance) => (protocol, chance) switch
    {
        (_, 0) => CallKind.Connect,
        (_, 1) => CallKind.Tcp,
        ("TLS" or "HTTPS", > 2) => CallKind.Tls,
        ("TCP" or "MONGO", > 5) => CallKind.Tcp,
        ("TCP" or "MONGO", > 3) => CallKind.Tls,
        _ => CallKind.Http,
    };

    private static TestCall Make(
        (CallKind Kind, string Host, int Port) where, (string? Dialled, string Source) ends, (string Method, string Path, string Query, string Scheme) what,
        (string, string)[] headers, string? caller, string? address)
    {
        var call = where.Kind switch
        {
            CallKind.Http => TestCall.Http(where.Host, where.Port) with { Method = what.Method, Path = what.Path, Query = what.Query, Scheme = what.Scheme, Headers = headers },
            CallKind.Connect => TestCall.Connect(where.Host, where.Port) with { Headers = headers },
            CallKind.Tls => TestCall.Tls(where.Host, where.Port),
            _ => TestCall.Tcp(address!, where.Port),
        };
        return call with { Caller = caller, SourceIp = ends.Source, DestinationIp = where.Kind == CallKind.Tcp ? address : ends.Dialled };
    }
}
