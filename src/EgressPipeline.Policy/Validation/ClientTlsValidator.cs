using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation;

/// <summary>Rules for TLS towards the upstream.</summary>
internal static class ClientTlsValidator
{
    public static void Validate(ClientTlsRule tls, DiagnosticBag bag)
    {
        var mode = tls.Mode?.Value ?? TlsMode.Disable;
        if (tls.InsecureSkipVerify && mode is TlsMode.Simple or TlsMode.Mutual)
            CheckSkipVerify(tls, mode, bag);
        if (mode is TlsMode.Simple or TlsMode.Mutual && IsSet(tls.CredentialName))
        {
            if (IsSet(tls.ClientCertificate) || IsSet(tls.CaCertificates) || IsSet(tls.PrivateKey) || IsSet(tls.CaCrl))
                Report(tls, "credentialName excludes certificates, keys and revocation lists by file", bag);
            return;
        }
        if (mode != TlsMode.Mutual)
            return;
        if (!IsSet(tls.ClientCertificate))
            Report(tls, "MUTUAL needs clientCertificate", bag);
        if (!IsSet(tls.PrivateKey))
            Report(tls, "MUTUAL needs privateKey", bag);
    }

    private static void CheckSkipVerify(ClientTlsRule tls, TlsMode mode, DiagnosticBag bag)
    {
        // A MUTUAL credential may carry the client's certificate alone, so it does not contradict.
        var hasCredential = mode == TlsMode.Simple && IsSet(tls.CredentialName);
        if (IsSet(tls.CaCertificates) || tls.SubjectAltNames.Length > 0 || hasCredential)
            Report(tls, "insecureSkipVerify excludes caCertificates, subjectAltNames and (with SIMPLE) credentialName", bag);
        else
            bag.Report(DestinationRuleDiagnostics.UnverifiedTls, tls.Source);
    }

    private static bool IsSet(Located<string>? text) => text is { Value.Length: > 0 };

    private static void Report(ClientTlsRule tls, string what, DiagnosticBag bag) =>
        bag.Report(DestinationRuleDiagnostics.BadTls, tls.Source, what);
}
