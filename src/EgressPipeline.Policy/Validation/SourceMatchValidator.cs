using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation;

/// <summary>Rules of one source of an authorization rule.</summary>
internal static class SourceMatchValidator
{
    private const int MaxAccountPart = 253;

    public static void Validate(SourceMatchRule source, DiagnosticBag bag)
    {
        var lists = TextLists(source);
        var ranges = Ranges(source);
        if (Array.TrueForAll(lists, l => l.Values.Length == 0) && Array.TrueForAll(ranges, r => r.Values.Length == 0))
            bag.Report(AuthorizationPolicyDiagnostics.Empty, source.Source, "source");
        foreach (var (field, values) in lists)
            TextListChecks.CheckNotEmpty(field, values, bag);
        foreach (var (field, values) in ranges)
            TextListChecks.CheckRanges(field, values, bag);
        CheckAccounts(source, bag);
    }

    private static (string Field, Located<string>[] Values)[] TextLists(SourceMatchRule s) =>
    [
        ("principals", s.Principals), ("notPrincipals", s.NotPrincipals),
        ("requestPrincipals", s.RequestPrincipals), ("notRequestPrincipals", s.NotRequestPrincipals),
        ("namespaces", s.Namespaces), ("notNamespaces", s.NotNamespaces),
        ("serviceAccounts", s.ServiceAccounts), ("notServiceAccounts", s.NotServiceAccounts),
        ("trustDomains", s.TrustDomains), ("notTrustDomains", s.NotTrustDomains),
    ];

    private static (string Field, Located<string>[] Values)[] Ranges(SourceMatchRule s) =>
    [
        ("ipBlocks", s.IpBlocks), ("notIpBlocks", s.NotIpBlocks),
        ("remoteIpBlocks", s.RemoteIpBlocks), ("notRemoteIpBlocks", s.NotRemoteIpBlocks),
    ];

    private static void CheckAccounts(SourceMatchRule source, DiagnosticBag bag)
    {
        var accounts = source.ServiceAccounts.Concat(source.NotServiceAccounts).ToArray();
        var others = source.Principals.Length + source.NotPrincipals.Length + source.Namespaces.Length + source.NotNamespaces.Length;
        if (accounts.Length > 0 && others > 0)
            bag.Report(AuthorizationPolicyDiagnostics.AccountsWithOthers, accounts[0].Source);
        foreach (var account in accounts)
            if (account.Value.Length > 0 && !IsAccount(account.Value))
                bag.Report(AuthorizationPolicyDiagnostics.BadAccount, account.Source, account.Value);
    }

    private static bool IsAccount(string account)
    {
        if (account.IndexOf('*') >= 0)
            return false;
        var parts = account.Split('/');
        return parts.Length <= 2 && Array.TrueForAll(parts, p => p.Length is > 0 and <= MaxAccountPart);
    }
}
