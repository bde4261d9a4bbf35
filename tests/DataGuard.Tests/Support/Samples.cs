using System.Security.Cryptography;
using System.Text;

namespace DataGuard.Tests.Support;

/// <summary>Secrets that are none: published examples and keys made on the spot.</summary>
internal static class Samples
{
    public const string AwsAccessKey = "AKIAIOSFODNN7EXAMPLE";
    public const string AwsSecretKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    public const string Iban = "DE89370400440532013000";
    public const string Card = "4111111111111111";

    /// <summary>The example of RFC 7519 §3.1 with a header in one line.</summary>
    public static string Jwt { get; } = Token("""{"typ":"JWT","alg":"HS256"}""", """{"iss":"joe","exp":1300819380}""") + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    public static string PrivateKey { get; } = MakePrivateKey();

    public static string Token(string header, string payload) => Part(header) + "." + Part(payload);

    private static string Part(string json) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    private static string MakePrivateKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }
}
