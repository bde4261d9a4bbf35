using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Validation;

/// <summary>Rules for host names and addresses.</summary>
internal static class HostChecks
{
    private const string NotADomain = "it is no domain name, nor one with a wildcard as first label";

    private static readonly string TooLong = "it is longer than " + HostName.MaxLength + " characters";

    /// <summary>A domain whose first label may be a wildcard; reports and returns false otherwise.</summary>
    public static bool CheckWildcardDomain(Located<string> host, DiagnosticBag bag)
    {
        if (!DnsNames.IsWildcardDomain(host.Value))
        {
            bag.Report(ValueDiagnostics.BadHost, host.Source, host.Value, host.Value.Length > DnsNames.MaxDomain ? TooLong : NotADomain);
            return false;
        }
        if (HostPattern.Normalize(host.Value).Length > HostName.MaxLength)
        {
            bag.Report(ValueDiagnostics.BadHost, host.Source, host.Value, TooLong);
            return false;
        }
        if (IsPartialWildcard(host.Value))
            bag.Report(BindingDiagnostics.NotImplemented, host.Source, "the partial wildcard '" + host.Value + "'");
        return true;
    }

    /// <summary><c>*foo.com</c>: Istio takes it with a warning, the sidecar matches whole labels only.</summary>
    public static bool IsPartialWildcard(string host) =>
        host.Length > 1 && host[0] == '*' && host[1] != '.';

    public static bool IsAddress(string text) => IpValue.TryParse(text, out _);

    public static bool IsRange(string text) => Cidr.TryParse(text, out _);

    /// <summary>An address or CIDR range; reports otherwise.</summary>
    public static void CheckRange(Located<string> text, DiagnosticBag bag)
    {
        if (!IsRange(text.Value))
            bag.Report(ValueDiagnostics.BadAddress, text.Source, text.Value, text.Value.IndexOf('/') >= 0 ? "CIDR range" : "IP address");
    }

    public static void CheckRanges(IReadOnlyList<Located<string>> texts, DiagnosticBag bag)
    {
        foreach (var text in texts)
            CheckRange(text, bag);
    }
}
