using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Authorization;

/// <summary><c>serviceAccounts</c>: <c>namespace/account</c>, or an account of the policy's own namespace.</summary>
public sealed class ServiceAccountClause : AuthorizationClause
{
    /// <summary>Namespace and account of each value.</summary>
    public required (byte[] Namespace, byte[] Account)[] Accounts { get; init; }

    protected override Truth Test(in CallFacts call)
    {
        foreach (var (ns, account) in Accounts)
            if (account.Length > 0 && call.Caller.NamespaceBytes.AsSpan().SequenceEqual(ns) && call.Caller.ServiceAccountBytes.AsSpan().SequenceEqual(account))
                return Truth.Yes;
        return Truth.No;
    }

    public override string Show(in CallFacts call) => call.Caller.Namespace + "/" + call.Caller.ServiceAccount;
}
