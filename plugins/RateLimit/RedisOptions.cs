using EgressPipeline;

namespace RateLimit;

/// <summary>Where sidecars count together.</summary>
public sealed class RedisOptions : IValidatedOptions
{
    /// <summary>Host and port of the server.</summary>
    [Option("host:port of the server.", Min = 3, Max = 300)]
    public required string Endpoint { get; init; }

    /// <summary>TLS to the server, verified against the system's authorities.</summary>
    [Option("TLS to the server, verified against the system's authorities.")]
    public bool Tls { get; init; }

    /// <summary>User of an ACL.</summary>
    [Option("User name, where the server asks for one.", Max = 256)]
    public string? User { get; init; }

    /// <summary>File that holds the password.</summary>
    [Option("File that holds the password; read when the filter starts.", Max = 4096)]
    public string? PasswordFile { get; init; }

    /// <summary>Begins every key.</summary>
    [Option("Begins every key; sidecars that count together have the same.", Min = 1, Max = 64)]
    public string Prefix { get; init; } = "egress";

    /// <summary>Longest wait for an answer.</summary>
    [Option("Longest wait for an answer, before the call is treated as 'unavailable' says.", MinDuration = "1ms", MaxDuration = "900ms")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long a call counts as under way at most when its sidecar dies.</summary>
    [Option("With concurrency: after this time a call no longer counts, in case its sidecar died.", MinDuration = "1s", MaxDuration = "24h")]
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>What is done while the server does not answer.</summary>
    [Option("While the server does not answer: local, open or closed.")]
    public UnavailableMode Unavailable { get; init; } = UnavailableMode.Local;

    /// <inheritdoc/>
    public void Validate(OptionProblems problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        var colon = Endpoint.LastIndexOf(':');
        if (colon < 1 || !ushort.TryParse(Endpoint.AsSpan(colon + 1), out var port) || port == 0 || Endpoint.Contains(',', StringComparison.Ordinal))
            problems.Add("endpoint", "write host:port, for example redis.shop.svc:6379");
    }
}
