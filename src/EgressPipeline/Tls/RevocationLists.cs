using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EgressPipeline.Tls;

/// <summary>
/// Certificate revocation lists from a file (RFC 5280 §5). The file is trusted configuration: its signatures are not
/// verified. Every certificate below the root must be covered by a list of its issuer that is still in force.
/// </summary>
internal sealed class RevocationLists
{
    private readonly Dictionary<string, Entry> _byIssuer = [];

    private sealed record Entry(DateTimeOffset? NextUpdate, HashSet<BigInteger> Serials);

    /// <summary>Null when the text holds no list. Throws on one that is no valid DER.</summary>
    public static RevocationLists? Parse(string pem)
    {
        var lists = new RevocationLists();
        var rest = pem.AsSpan();
        while (PemEncoding.TryFind(rest, out var fields))
        {
            if (rest[fields.Label].SequenceEqual("X509 CRL"))
                lists.Add(Convert.FromBase64String(rest[fields.Base64Data].ToString()));
            rest = rest[fields.Location.End..];
        }
        return lists._byIssuer.Count > 0 ? lists : null;
    }

    /// <summary>Why the chain must not be trusted, or null. The last element is the root, which nobody revokes.</summary>
    public string? Check(X509ChainElementCollection chain, DateTimeOffset now)
    {
        for (var i = 0; i < chain.Count - 1; i++)
        {
            var certificate = chain[i].Certificate;
            if (!_byIssuer.TryGetValue(Key(certificate.IssuerName.RawData), out var list))
                return $"no revocation list of {certificate.Issuer} was given";
            if (list.NextUpdate < now)
                return $"the revocation list of {certificate.Issuer} lapsed on {list.NextUpdate:yyyy-MM-dd HH:mm:ss}Z";
            if (list.Serials.Contains(new BigInteger(certificate.SerialNumberBytes.Span, isUnsigned: false, isBigEndian: true)))
                return $"certificate {certificate.SerialNumber} of {certificate.Subject} is revoked";
        }
        return null;
    }

    private void Add(byte[] der)
    {
        var list = new AsnReader(der, AsnEncodingRules.DER).ReadSequence().ReadSequence();
        if (list.PeekTag() == Asn1Tag.Integer)
            list.ReadInteger(); // version
        list.ReadSequence(); // signature algorithm
        var issuer = Key(list.ReadEncodedValue().Span);
        ReadTime(list); // thisUpdate
        DateTimeOffset? nextUpdate = list.HasData && IsTime(list.PeekTag()) ? ReadTime(list) : null;
        var serials = new HashSet<BigInteger>();
        if (list.HasData && list.PeekTag() == Asn1Tag.Sequence)
            ReadSerials(list.ReadSequence(), serials);
        _byIssuer[issuer] = new Entry(nextUpdate, serials);
    }

    private static void ReadSerials(AsnReader revoked, HashSet<BigInteger> serials)
    {
        while (revoked.HasData)
            serials.Add(revoked.ReadSequence().ReadInteger());
    }

    private static bool IsTime(Asn1Tag tag) => tag == Asn1Tag.UtcTime || tag == Asn1Tag.GeneralizedTime;

    private static DateTimeOffset ReadTime(AsnReader reader) =>
        reader.PeekTag() == Asn1Tag.UtcTime ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();

    private static string Key(ReadOnlySpan<byte> name) => Convert.ToHexString(name);
}
