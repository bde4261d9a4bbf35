using System.Net;

namespace EgressPipeline.Registry;

/// <summary>What the name servers (or the hosts file) said about a name.</summary>
/// <param name="Status">How the question ended.</param>
/// <param name="Addresses">In the order of the answer, IPv4 first; empty unless found.</param>
/// <param name="Ttl">How long the answer holds; zero for a failure.</param>
/// <param name="Problem">One sentence when nothing was found.</param>
internal sealed record NameAnswer(NameStatus Status, IPAddress[] Addresses, TimeSpan Ttl, string Problem)
{
    public static NameAnswer Found(IPAddress[] addresses, TimeSpan ttl) => new(NameStatus.Found, addresses, ttl, "");

    public static NameAnswer NotFound(TimeSpan ttl, string problem) => new(NameStatus.NotFound, [], ttl, problem);

    public static NameAnswer Failed(string problem) => new(NameStatus.Failed, [], TimeSpan.Zero, problem);
}
