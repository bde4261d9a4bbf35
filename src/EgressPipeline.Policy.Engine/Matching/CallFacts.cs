using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Tokens;

namespace EgressPipeline.Policy.Matching;

/// <summary>
/// What is known about one call when it is judged. A view: every span belongs to the caller and must outlive the decision.
/// </summary>
public ref struct CallFacts
{
    public CallKind Kind;

    /// <summary>
    /// Normalised host: lower-case, no port, no trailing dot, no brackets. Empty when the call carries no name
    /// (<see cref="CallKind.Tcp"/>). For <see cref="CallKind.Tls"/> this is the SNI.
    /// </summary>
    public ReadOnlySpan<byte> Host;

    /// <summary>True when only the name is asked for, and the call is still to be made.</summary>
    public bool IsQuestion;

    /// <summary>Destination port: of the URI, of CONNECT's authority, or of the original destination.</summary>
    public int Port;

    public ReadOnlySpan<byte> Method;

    /// <summary>Path without query, normalised for authorization (dot segments resolved, backslash folded).</summary>
    public ReadOnlySpan<byte> Path;

    /// <summary>Query without the question mark.</summary>
    public ReadOnlySpan<byte> Query;

    /// <summary><c>http</c> or <c>https</c>, as the application sees the call.</summary>
    public ReadOnlySpan<byte> Scheme;

    public IHeaderLookup? Headers;

    /// <summary>SNI the application sent; empty on plaintext.</summary>
    public ReadOnlySpan<byte> Sni;

    /// <summary>Who calls; never null.</summary>
    public CallerIdentity Caller;

    /// <summary>The application's address.</summary>
    public IpValue SourceIp;

    /// <summary>The address the application dialled (transparent interception), or <see cref="IpValue.None"/>.</summary>
    public IpValue DestinationIp;

    /// <summary>
    /// What the request's verified token says; <see cref="RequestClaims.None"/> when it has none, null when there is no request that
    /// could have one, or it has not been looked at.
    /// </summary>
    public RequestClaims? Claims;

    /// <summary>The process that called, or null when it is not known.</summary>
    public LocalProcess? Process;
}
