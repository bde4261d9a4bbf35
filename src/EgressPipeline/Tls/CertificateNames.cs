using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace EgressPipeline.Tls;

/// <summary>The subject alternative names of a certificate. The common name does not count (RFC 9525 §2).</summary>
internal sealed class CertificateNames
{
    private static readonly Asn1Tag Dns = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag Uri = new(TagClass.ContextSpecific, 6);
    private static readonly Asn1Tag Ip = new(TagClass.ContextSpecific, 7);

    private readonly List<string> _dns = [];
    private readonly List<string> _uris = [];
    private readonly List<IPAddress> _addresses = [];

    /// <summary>Throws <see cref="AsnContentException"/> for an extension that is no valid DER.</summary>
    public static CertificateNames Of(X509Certificate2 certificate)
    {
        var names = new CertificateNames();
        foreach (var extension in certificate.Extensions)
            if (extension.Oid?.Value == "2.5.29.17")
                names.Read(new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence());
        return names;
    }

    /// <summary>True when the certificate was issued for the name: a host, an IP address, or a URI such as a SPIFFE id.</summary>
    public bool Carries(string name)
    {
        if (name.Contains("://", StringComparison.Ordinal))
            return _uris.Contains(name);
        if (IPAddress.TryParse(name, out var address))
            return _addresses.Contains(address);
        return name.Length > 0 && _dns.Exists(pattern => MatchesHost(pattern, name));
    }

    public override string ToString() => string.Join(", ", [.. _dns, .. _uris, .. _addresses.Select(static address => address.ToString())]);

    /// <summary>RFC 9525 §6.3: a wildcard is the whole left-most label and stands for exactly one.</summary>
    private static bool MatchesHost(string pattern, string host)
    {
        var called = host.AsSpan().TrimEnd('.');
        if (!pattern.StartsWith("*.", StringComparison.Ordinal))
            return called.Equals(pattern, StringComparison.OrdinalIgnoreCase);
        var dot = called.IndexOf('.');
        return dot > 0 && called[dot..].Equals(pattern.AsSpan(1), StringComparison.OrdinalIgnoreCase);
    }

    private void Read(AsnReader names)
    {
        while (names.HasData)
        {
            var tag = names.PeekTag();
            if (tag == Dns)
                _dns.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, Dns).TrimEnd('.'));
            else if (tag == Uri)
                _uris.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, Uri));
            else if (tag == Ip)
                AddAddress(names.ReadOctetString(Ip));
            else
                names.ReadEncodedValue();
        }
    }

    private void AddAddress(byte[] bytes)
    {
        if (bytes.Length is 4 or 16)
            _addresses.Add(new IPAddress(bytes));
    }
}
