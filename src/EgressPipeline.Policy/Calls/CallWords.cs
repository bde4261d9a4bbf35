using EgressPipeline.Policy.Tokens;

namespace EgressPipeline.Policy.Calls;

/// <summary>
/// A call in words, as a person writes it on a command line or in a PolicyTest. One of <see cref="Url"/>,
/// <see cref="Connect"/>, <see cref="ServerName"/> and <see cref="Address"/> is set.
/// </summary>
public sealed record CallWords
{
    public string Method { get; init; } = "GET";

    /// <summary>An http or https URL.</summary>
    public string? Url { get; init; }

    /// <summary><c>host:port</c> of a tunnel that the explicit proxy is asked for.</summary>
    public string? Connect { get; init; }

    /// <summary><c>host[:port]</c> of a TLS connection; 443 unless a port is named.</summary>
    public string? ServerName { get; init; }

    /// <summary><c>ip:port</c> of an opaque connection.</summary>
    public string? Address { get; init; }

    /// <summary>The original destination, <c>ip[:port]</c>; null = none is known, as behind the explicit proxy.</summary>
    public string? Destination { get; init; }

    /// <summary>Headers of the request; those of one name are joined.</summary>
    public KeyValuePair<string, string>[] Headers { get; init; } = [];

    /// <summary><c>issuer/subject</c> of the request's verified token; null = as <see cref="Claims"/> say.</summary>
    public string? RequestPrincipal { get; init; }

    /// <summary>What the request's verified token says, by name; empty, and no <see cref="RequestPrincipal"/> = it has no token.</summary>
    public IReadOnlyDictionary<string, ClaimValue> Claims { get; init; } = new Dictionary<string, ClaimValue>();

    /// <summary>
    /// <c>METHOD URL</c>; the words CONNECT, TLS and TCP take <c>host:port</c>, <c>host[:port]</c> and <c>ip:port</c> instead.
    /// </summary>
    public static CallWords Of(string method, string target) => method.ToUpperInvariant() switch
    {
        "CONNECT" => new CallWords { Method = "CONNECT", Connect = target },
        "TLS" => new CallWords { ServerName = target },
        "TCP" => new CallWords { Address = target },
        _ => new CallWords { Method = method, Url = target },
    };

    /// <summary>One line: method and target, or a URL alone, which is a GET.</summary>
    public static CallWords Of(string line)
    {
        var text = line.Trim();
        var space = text.IndexOf(' ');
        return space < 0 ? new CallWords { Url = text } : Of(text.Substring(0, space), text.Substring(space + 1).Trim());
    }
}
