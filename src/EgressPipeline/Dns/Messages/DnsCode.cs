namespace EgressPipeline.Dns.Messages;

/// <summary>Response codes (RFC 1035 §4.1.1; from 16 up RFC 6891 §6.1.3).</summary>
internal enum DnsCode
{
    NoError = 0,
    FormErr = 1,
    ServFail = 2,
    NXDomain = 3,
    NotImp = 4,
    Refused = 5,

    /// <summary>Only with an OPT record, which carries its upper bits.</summary>
    BadVers = 16,
}
