using System.Net.Http.Headers;
using System.Text;

namespace CredentialInjection.OAuth;

/// <summary>What is sent to a token endpoint (RFC 6749 §4.4). Immutable and safe for concurrent use.</summary>
internal sealed record TokenRequest
{
    public required Uri Endpoint { get; init; }

    public required ClientAuthentication Authentication { get; init; }

    /// <summary>The scopes asked for, separated by spaces; empty for none.</summary>
    public string Scope { get; init; } = "";

    /// <summary>Further form fields, <c>audience</c> or <c>resource</c> for example.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>For <see cref="ClientAuthentication.PrivateKeyJwt"/>: names the key; null to leave it out.</summary>
    public string? KeyId { get; init; }

    /// <summary>For <see cref="ClientAuthentication.PrivateKeyJwt"/>: what the endpoint wants to be called; null = its address.</summary>
    public string? AssertionAudience { get; init; }

    /// <summary>Makes the message; the caller disposes it.</summary>
    public HttpRequestMessage ToMessage(ClientCredentials client, DateTimeOffset now)
    {
        var form = new List<KeyValuePair<string, string>> { new("grant_type", "client_credentials") };
        if (Scope.Length > 0)
            form.Add(new("scope", Scope));
        form.AddRange(Parameters);
        var message = new HttpRequestMessage(HttpMethod.Post, Endpoint);
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        switch (Authentication)
        {
            case ClientAuthentication.Basic:
                message.Headers.Authorization = new AuthenticationHeaderValue("Basic", BasicPair(client));
                break;
            case ClientAuthentication.Post:
                form.Add(new("client_id", client.ClientId));
                form.Add(new("client_secret", client.Secret!));
                break;
            default:
                form.Add(new("client_id", client.ClientId));
                form.Add(new("client_assertion_type", ClientAssertion.Type));
                form.Add(new("client_assertion", ClientAssertion.Make(client, AssertionAudience ?? Endpoint.AbsoluteUri, KeyId, now)));
                break;
        }
        message.Content = new FormUrlEncodedContent(form);
        return message;
    }

    // RFC 6749 §2.3.1: both parts are form-encoded before they are joined.
    private static string BasicPair(ClientCredentials client) =>
        Convert.ToBase64String(Encoding.ASCII.GetBytes($"{FormEncode(client.ClientId)}:{FormEncode(client.Secret!)}"));

    private static string FormEncode(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);
}
