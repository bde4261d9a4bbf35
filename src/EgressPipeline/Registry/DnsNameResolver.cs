using System.Net;
using DnsClient;
using DnsClient.Protocol;

namespace EgressPipeline.Registry;

/// <summary>Asks DNS servers for A and AAAA records, both at once. Safe for concurrent use.</summary>
internal sealed class DnsNameResolver(NameServers servers, TimeSpan timeout) : INameResolver
{
    /// <summary>Of one family; a reply of 64 KiB could name four thousand.</summary>
    private const int MaxAddresses = 512;

    private static readonly TimeSpan UnknownNegativeTtl = TimeSpan.FromSeconds(5);

    public async ValueTask<NameAnswer> ResolveAsync(string name, CancellationToken cancellationToken)
    {
        var client = servers.Client(timeout);
        if (client is null)
            return NameAnswer.Failed($"{name} cannot be resolved: the system has no name server");
        var v4 = AskAsync(client, name, QueryType.A, cancellationToken);
        var v6 = AskAsync(client, name, QueryType.AAAA, cancellationToken);
        return Join(name, await v4, await v6);
    }

    private static async Task<Reply> AskAsync(LookupClient client, string name, QueryType type, CancellationToken cancellationToken)
    {
        try
        {
            var response = await client.QueryAsync(name, type, QueryClass.IN, cancellationToken);
            return Read(response);
        }
        catch (Exception error) // the rim: whatever a name server or the client library does, it is a question without answer
        {
            return new Reply(NameStatus.Failed, [], TimeSpan.Zero, Describe(error));
        }
    }

    private static Reply Read(IDnsQueryResponse response)
    {
        var code = response.Header.ResponseCode;
        if (code is not (DnsHeaderResponseCode.NoError or DnsHeaderResponseCode.NotExistentDomain))
            return new Reply(NameStatus.Failed, [], TimeSpan.Zero, $"the name server answered {code}");
        var addresses = response.Answers.OfType<AddressRecord>().Select(record => record.Address).Take(MaxAddresses).ToArray();
        if (addresses.Length == 0)
            return new Reply(NameStatus.NotFound, [], NegativeTtl(response), code == DnsHeaderResponseCode.NoError ? "it has no address" : "there is no such name");
        return new Reply(NameStatus.Found, addresses, TimeSpan.FromSeconds(response.Answers.Min(record => record.InitialTimeToLive)), "");
    }

    /// <summary>RFC 2308 §5: the smaller of the SOA record's own TTL and its MINIMUM field.</summary>
    private static TimeSpan NegativeTtl(IDnsQueryResponse response)
    {
        var authority = response.Authorities.OfType<SoaRecord>().FirstOrDefault();
        return authority is null ? UnknownNegativeTtl : TimeSpan.FromSeconds(Math.Min(authority.InitialTimeToLive, authority.Minimum));
    }

    private static NameAnswer Join(string name, Reply v4, Reply v6)
    {
        if (v4.Status == NameStatus.Found || v6.Status == NameStatus.Found)
        {
            return NameAnswer.Found(Reachable(v4.Addresses, v6.Addresses), Shorter(v4, v6));
        }
        if (v4.Status == NameStatus.Failed || v6.Status == NameStatus.Failed)
            return NameAnswer.Failed($"{name} cannot be resolved: {(v4.Status == NameStatus.Failed ? v4 : v6).Problem}");
        return NameAnswer.NotFound(Shorter(v4, v6), $"{name} cannot be resolved: {v4.Problem}");
    }

    /// <summary>Without a route for one family every second call would fail; without addresses of the other there is no choice.</summary>
    private static IPAddress[] Reachable(IPAddress[] v4, IPAddress[] v6)
    {
        if (v4.Length > 0 && !RoutedFamilies.HasIpv6)
            return v4;
        return v6.Length > 0 && !RoutedFamilies.HasIpv4 && RoutedFamilies.HasIpv6 ? v6 : [.. v4, .. v6];
    }

    /// <summary>The shorter life of the replies that decide: found ones when there are any.</summary>
    private static TimeSpan Shorter(Reply v4, Reply v6)
    {
        if (v4.Status != v6.Status)
            return v4.Status == NameStatus.Found ? v4.Ttl : v6.Ttl;
        return v4.Ttl < v6.Ttl ? v4.Ttl : v6.Ttl;
    }

    private static string Describe(Exception error) => error switch
    {
        DnsResponseException { Code: DnsResponseCode.ConnectionTimeout } or OperationCanceledException => "the name server did not answer in time",
        DnsResponseException dns => $"the name server answered {dns.Code}",
        _ => error.Message,
    };

    private readonly record struct Reply(NameStatus Status, IPAddress[] Addresses, TimeSpan Ttl, string Problem);
}
