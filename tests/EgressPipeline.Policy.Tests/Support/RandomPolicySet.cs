using CsCheck;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Tests.Support;

/// <summary>
/// Random policy sets that are nearly always valid: up to eight services, routes and settings for some of them, authorization
/// and sometimes a Sidecar. A smaller set is found for a failing one.
/// </summary>
internal static class RandomPolicySet
{
    private static readonly Gen<string> Sidecar = Yaml.Document("Sidecar", "sidecar", Words.Namespace, Yaml.Map(
        Yaml.Sometimes(50, Pick.From("workloadSelector: {labels: {app: web}}")),
        Gen.OneOf(
            Pick.From("outboundTrafficPolicy: {mode: ALLOW_ANY}", "outboundTrafficPolicy: {mode: REGISTRY_ONLY}"),
            Pick.From("egress: [{hosts: ['./*']}]", "egress: [{hosts: ['*/*.test', 'shop/*']}]", "egress: [{port: {number: 80, protocol: HTTP, name: h}, hosts: ['*/a.test']}, {hosts: ['*/*']}]"))));

    private static readonly Gen<WorkloadContext> Workload = Gen.Select(
        Pick.From("", "default", "shop"),
        Pick.From<string[]>([], ["app=web"], ["app=job", "version=v1"]),
        Gen.Enum<UnregisteredMode>(),
        (ns, labels, unregistered) => Compilation.TestPolicies.Workload(ns, labels) with { Unregistered = unregistered });

    public static Gen<PolicySet> Any { get; } = RandomServices.Gen1To(8).SelectMany(services => Gen.Select(
        Documents(services),
        Concat([.. Enumerable.Range(0, 3).Select(number => Yaml.Sometimes(35, RandomAuthorization.Policy(number)))]),
        Yaml.Sometimes(20, Sidecar),
        Workload,
        (documents, policies, sidecar, workload) => new PolicySet(documents + policies + sidecar, workload, services)));

    /// <summary>A set and calls, most of them to what it declares.</summary>
    public static Gen<PolicyCase> WithCalls(int count) =>
        Any.SelectMany(set => RandomCall.To(set.Services).Array[count].Select(calls => new PolicyCase(set, calls)));

    private static Gen<string> Documents(RandomService[] services)
    {
        var documents = new List<Gen<string>>();
        foreach (var service in services)
        {
            documents.Add(Gen.Const(service.Yaml));
            documents.Add(Yaml.Sometimes(service.HasSubsets ? 100 : 35, RandomDestinationRules.For(service)));
            documents.Add(Yaml.Sometimes(45, RandomVirtualServices.For(service, services)));
        }
        return Concat([.. documents]);
    }

    private static Gen<string> Concat(Gen<string>[] parts)
    {
        var joined = Gen.Const("");
        foreach (var part in parts)
            joined = Gen.Select(joined, part, (left, right) => left + right);
        return joined;
    }
}
