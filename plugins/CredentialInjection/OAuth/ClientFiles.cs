using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CredentialInjection.Options;
using CredentialInjection.Secrets;
using EgressPipeline;

namespace CredentialInjection.OAuth;

/// <summary>The files of a client as one secret.</summary>
internal static class ClientFiles
{
    public static MountedSecret<ClientCredentials> Mount(ClientCredentialsOptions options, FilterContext<CredentialInjectionOptions> context)
    {
        string?[] named = [options.ClientSecretFile ?? options.SigningKeyFile, options.ClientIdFile, options.CaFile];
        return new([.. named.OfType<string>()], files => Derive(options, files), (context.Time, context.Options.LookEvery), context.Logger);
    }

    private static Derived<ClientCredentials> Derive(ClientCredentialsOptions options, byte[][] files)
    {
        var bySignature = options.Authentication == ClientAuthentication.PrivateKeyJwt;
        var texts = Array.ConvertAll(files, Encoding.UTF8.GetString);
        var next = 1;
        var client = new ClientCredentials
        {
            Secret = bySignature ? null : texts[0],
            SigningKey = bySignature ? texts[0] : null,
            ClientId = options.ClientIdFile is null ? options.ClientId! : texts[next++],
            TrustedRoots = options.CaFile is null ? null : texts[next],
        };
        return FlawOf(client) is { } flaw ? Derived<ClientCredentials>.Bad(flaw) : client;
    }

    private static string? FlawOf(ClientCredentials client)
    {
        if (client.ClientId.Any(char.IsControl) || client.Secret?.Any(char.IsControl) == true)
            return "the client's id or secret has control characters (a file of another kind?)";
        if (client.SigningKey is { } key && ClientAssertion.FlawOf(key) is { } flaw)
            return flaw;
        return client.TrustedRoots is { } roots && !HasCertificate(roots) ? "caFile holds no certificate in PEM" : null;
    }

    private static bool HasCertificate(string pem)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPem(pem);
            return certificates.Count > 0;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
