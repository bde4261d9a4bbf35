using System.Buffers;
using System.Net;
using EgressPipeline;

namespace ExternalAuthorization;

/// <summary>Options of <see cref="ExternalAuthorizationFilter"/>.</summary>
public sealed class ExternalAuthorizationOptions : IValidatedOptions
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_:");

    /// <summary>Address of the authorizer.</summary>
    [Option("Address of the authorizer: https://host:port, or http://host:port on this machine. The sidecar calls it itself, past its own policies.", Min = 1, Max = 2048)]
    public required string Server { get; init; }

    /// <summary>Lets the authorizer be an http address on another machine.</summary>
    [Option("Lets the authorizer be an http address on another machine: everybody on the way can read the calls and write the answers.")]
    public bool AllowPlaintext { get; init; }

    /// <summary>A PEM file with the roots that the authorizer's certificate must lead to.</summary>
    [Option("A PEM file with the roots that the authorizer's certificate must lead to; the system's when left out.", Min = 1, Max = 4096)]
    public string? CaFile { get; init; }

    /// <summary>The certificate that the sidecar shows.</summary>
    [Option("The certificate that the sidecar shows to the authorizer (PEM); read for every connection.", Min = 1, Max = 4096)]
    public string? CertificateFile { get; init; }

    /// <summary>The certificate's key.</summary>
    [Option("The key of certificateFile (PEM).", Min = 1, Max = 4096)]
    public string? KeyFile { get; init; }

    /// <summary>Longest wait for an answer.</summary>
    [Option("Longest wait for an answer; the authorizer is told.", MinDuration = "1ms", MaxDuration = "9s")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Calls that are asked about at the same time.</summary>
    [Option("Calls that are asked about at the same time; one more counts as not answered.", Min = 1, Max = 100_000)]
    public int MaxConcurrent { get; init; } = 1000;

    /// <summary>What becomes of a call without an answer.</summary>
    [Option("A call about which there is no answer: closed refuses it, open lets it pass.")]
    public UnavailableMode Unavailable { get; init; } = UnavailableMode.Closed;

    /// <summary>Status of a call that is refused without an answer.</summary>
    [Option("Status of a call that is refused because there is no answer.", Min = 400, Max = 599)]
    public int StatusOnError { get; init; } = 403;

    /// <summary>Request headers that are sent to the authorizer.</summary>
    [Option("Request headers that the authorizer sees: names, or beginnings followed by '*'; all when left out.", Max = 128)]
    public IReadOnlyList<string>? Headers { get; init; }

    /// <summary>Request headers that are not sent to the authorizer.</summary>
    [Option("Request headers that the authorizer does not see, whatever 'headers' says.", Max = 128)]
    public IReadOnlyList<string> WithoutHeaders { get; init; } = [];

    /// <summary>Set to send the body, too.</summary>
    [Option("Sends the beginning of the request's body, too.")]
    public BodyOptions? Body { get; init; }

    /// <summary>Texts that are sent with every question.</summary>
    [Option("Texts that the authorizer gets with every question ('context_extensions').", Max = 64)]
    public IReadOnlyDictionary<string, string> Context { get; init; } = new Dictionary<string, string>();

    /// <inheritdoc/>
    public void Validate(OptionProblems problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        ValidateServer(problems);
        if ((CertificateFile is null) != (KeyFile is null))
            problems.Add("keyFile", "certificateFile and keyFile belong together: write both or none");
        foreach (var (path, names) in new[] { ("headers", Headers ?? []), ("withoutHeaders", WithoutHeaders) })
            foreach (var name in names)
                if (name.Length == 0 || name.AsSpan(0, name.EndsWith('*') ? name.Length - 1 : name.Length).ContainsAnyExcept(NameCharacters))
                    problems.Add(path, $"'{name}': write a header's name in lower case, or its beginning and '*'");
    }

    private void ValidateServer(OptionProblems problems)
    {
        if (!Uri.TryCreate(Server, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
        {
            problems.Add("server", "write https://host:port, or http://host:port for a server on this machine");
            return;
        }
        if (uri.UserInfo.Length > 0 || uri.PathAndQuery != "/" || uri.Fragment.Length > 0)
            problems.Add("server", "the address has a host and a port, nothing else");
        if (uri.Scheme == Uri.UriSchemeHttp && !IsThisMachine(uri) && !AllowPlaintext)
            problems.Add("server", "use https, or acknowledge with allowPlaintext that everybody on the way can read the calls and write the answers");
        if (uri.Scheme == Uri.UriSchemeHttp && (CaFile ?? CertificateFile ?? KeyFile) is not null)
            problems.Add("server", "files for TLS need an https address");
    }

    // By address: a name leads where a resolver says.
    private static bool IsThisMachine(Uri uri) => IPAddress.TryParse(uri.DnsSafeHost, out var address) && IPAddress.IsLoopback(address);
}
