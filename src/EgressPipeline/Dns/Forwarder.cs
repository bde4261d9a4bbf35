using System.Net;
using EgressPipeline.Dns.Messages;

namespace EgressPipeline.Dns;

/// <summary>
/// Asks name servers, one after the other until one answers, twice over at most and within one bound. Bounds the questions
/// under way. Safe for concurrent use.
/// </summary>
internal sealed class Forwarder(ServerList servers, NameServerClient client, TimeSpan patience, DnsMetrics metrics)
{
    /// <summary>Questions under way at once.</summary>
    public const int MaxQuestions = 1024;

    private const int Rounds = 2;

    private static readonly TimeSpan LeastPatience = TimeSpan.FromMilliseconds(50);

    private int _questions;

    /// <summary>Questions under way now.</summary>
    public int Questions => Volatile.Read(ref _questions);

    /// <summary>The answer of the first server that has one; <see cref="Refusals.Failed"/> or <see cref="Refusals.Overload"/> otherwise. Never throws.</summary>
    public async Task<DnsAnswer> AskAsync(byte[] key, ReplyReader.AddressTest mayAnswer)
    {
        if (Interlocked.Increment(ref _questions) > MaxQuestions)
        {
            Interlocked.Decrement(ref _questions);
            return Refusals.Overload;
        }
        try
        {
            var order = servers.InOrder();
            var share = patience / Math.Max(1, Rounds * order.Length);
            for (var round = 0; round < Rounds; round++)
                foreach (var server in order)
                    if (await AskOneAsync(server, key, share < LeastPatience ? LeastPatience : share, mayAnswer) is { } answer)
                        return answer;
            return Refusals.Failed;
        }
        finally
        {
            Interlocked.Decrement(ref _questions);
        }
    }

    private async Task<DnsAnswer?> AskOneAsync(IPEndPoint server, byte[] key, TimeSpan share, ReplyReader.AddressTest mayAnswer)
    {
        var (reply, result) = await client.AskAsync(server, key, share);
        var answer = default(DnsAnswer);
        if (reply is not null && new DnsHeader(reply).Code is not (DnsCode.NoError or DnsCode.NXDomain))
            result = UpstreamResult.Refused;
        else if (reply is not null && (answer = ReplyReader.Read(reply, key, mayAnswer)) is null)
            result = UpstreamResult.Invalid;
        metrics.Upstream.Increment(result);
        if (answer is null)
            servers.Failed(server);
        else
            servers.Answered(server);
        return answer;
    }
}
