using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EgressPipeline.Hosting.Settings;

/// <summary>Takes the workload's SPIFFE id from a file: the id as text, or an X.509 SVID in PEM.</summary>
internal static class IdentityFile
{
    private const string SubjectAlternativeName = "2.5.29.17";

    public static bool TryRead(string path, out string id, out string? problem)
    {
        id = "";
        if (!SmallFile.TryRead(path, out var text, out problem))
            return false;
        if (!text.Contains("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal))
        {
            id = text.Trim();
            return true;
        }
        id = FromCertificate(text) ?? "";
        problem = id.Length > 0 ? null : $"the certificate in '{path}' has no single SPIFFE URI among its subject alternative names";
        return problem is null;
    }

    private static string? FromCertificate(string pem)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            foreach (var extension in certificate.Extensions)
                if (extension.Oid?.Value == SubjectAlternativeName)
                    return SingleUri(extension.RawData);
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            return null;
        }
        return null;
    }

    /// <summary>SPIFFE X.509-SVID §2: exactly one URI name; the framework's reader of the extension does not offer URIs.</summary>
    private static string? SingleUri(byte[] extension)
    {
        var names = new AsnReader(extension, AsnEncodingRules.DER).ReadSequence();
        var uriTag = new Asn1Tag(TagClass.ContextSpecific, 6);
        string? uri = null;
        while (names.HasData)
        {
            if (names.PeekTag() != uriTag)
            {
                names.ReadEncodedValue();
                continue;
            }
            if (uri is not null)
                return null;
            uri = names.ReadCharacterString(UniversalTagNumber.IA5String, uriTag);
        }
        return uri;
    }
}
