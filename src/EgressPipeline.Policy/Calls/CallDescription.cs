using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Tokens;

namespace EgressPipeline.Policy.Calls;

/// <summary>
/// A call that nobody makes but somebody asks about, in the bytes that the engine judges: what the sidecar would gather of
/// it. Immutable, safe for concurrent use.
/// </summary>
public sealed class CallDescription
{
    internal CallDescription(string title, CallKind kind, string authority)
    {
        Title = title;
        Kind = kind;
        Authority = authority;
    }

    /// <summary>The call as its author wrote it, in one line.</summary>
    public string Title { get; }

    public CallKind Kind { get; }

    /// <summary>Host and port as called; empty for opaque TCP.</summary>
    public string Authority { get; }

    /// <summary>The called port; where an original destination names one, that one.</summary>
    public int Port { get; internal init; }

    /// <summary>The dialled address, or <see cref="IpValue.None"/>.</summary>
    public IpValue Destination { get; internal init; }

    internal byte[] Host { get; init; } = [];
    internal byte[] Method { get; init; } = [];

    /// <summary>Normalised.</summary>
    internal byte[] Path { get; init; } = [];
    internal byte[] Query { get; init; } = [];
    internal byte[] Scheme { get; init; } = [];
    internal CallHeaders Headers { get; init; } = new();

    /// <summary>Null where there is no request.</summary>
    internal RequestClaims? Claims { get; init; }

    /// <summary>Takes a call in words apart.</summary>
    /// <returns>The call, or null with what is wrong in one clause.</returns>
    public static CallDescription? Parse(CallWords words, out string? problem) => new CallParser(words).Parse(out problem);

    /// <summary>The facts as the data plane would gather them; the view lives as long as this description.</summary>
    public CallFacts Facts(CallSource source) => new()
    {
        Kind = Kind,
        Host = Host,
        Port = Port,
        Method = Method,
        Path = Path,
        Query = Query,
        Scheme = Scheme,
        Headers = Headers,
        Sni = Kind == CallKind.Tls ? Host : default,
        Claims = Claims,
        Caller = source.Identity,
        SourceIp = source.Address,
        DestinationIp = Destination,
        Process = source.Process,
    };
}
