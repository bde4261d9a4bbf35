using EgressPipeline.Policy.Compilation;
using EgressPipeline.Policy.Compilation.Delegation;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Text;
using EgressPipeline.Policy.Validation;

namespace EgressPipeline.Policy;

/// <summary>The one entry: files in, plan and diagnostics out. Pure: no I/O, no clock, the same answer for any file order.</summary>
public static class PolicyCompiler
{
    /// <summary>Reads, validates and joins a policy set for one workload. Every finding is reported, not the first alone.</summary>
    public static CompilationResult Compile(IReadOnlyList<PolicyFile> files, WorkloadContext workload) => Compile(files, workload, ValidationOptions.Default);

    /// <summary>The same; without following references there are findings only, since no plan can be joined.</summary>
    public static CompilationResult Compile(IReadOnlyList<PolicyFile> files, WorkloadContext workload, ValidationOptions options) =>
        Compile(PolicySet.Read(files, options), workload);

    internal static CompilationResult Compile(PolicySet set, WorkloadContext workload)
    {
        var documents = set.Documents;
        var bag = new DiagnosticBag();
        foreach (var diagnostic in set.Diagnostics)
            bag.Add(diagnostic);
        if (!set.Options.FollowReferences)
            return JudgeAlone(documents, workload, bag);
        var plan = bag.HasErrors ? null : Join(documents, workload, bag);
        return new CompilationResult(bag.HasErrors ? null : plan, Sorted(bag.Items, documents.Ends));
    }

    // Authorization policies refer to no other document, so compiling them finds what validation leaves to it.
    private static CompilationResult JudgeAlone(PolicyDocuments documents, WorkloadContext workload, DiagnosticBag bag)
    {
        if (!bag.HasErrors)
            new AuthorizationCompiler(new Visibility(workload), bag).Compile(DocumentOrder.Sort(documents.AuthorizationPolicies));
        return new CompilationResult(null, Sorted(bag.Items, documents.Ends));
    }

    private static EgressPlan Join(PolicyDocuments documents, WorkloadContext workload, DiagnosticBag bag)
    {
        var visibility = new Visibility(workload);
        var scope = SidecarScope.Choose(DocumentOrder.Sort(documents.Sidecars), visibility);
        var entries = DocumentOrder.Sort(documents.ServiceEntries);
        var exported = ServiceCatalogue.Build(entries, visibility, null, bag);
        // What contradicts itself has been reported for the larger set.
        var imported = scope.ImportsEverything ? exported : ServiceCatalogue.Build(entries, visibility, scope, new DiagnosticBag());
        var routed = DelegateMerger.Merge(DocumentOrder.Sort(documents.VirtualServices));
        var virtualServices = VirtualServiceIndex.Build(routed, visibility, scope, bag);
        var destinationRules = new DestinationRuleIndex(DocumentOrder.Sort(documents.DestinationRules), visibility);
        var clusters = new ClusterCompiler(destinationRules, new LocalityCompiler(visibility), bag);
        var destinations = new DestinationCompiler(exported, clusters, visibility, bag);
        var hosts = new HostCompiler(imported, virtualServices, clusters, destinations, visibility, bag).Compile(out var addresses, out var virtualAddresses);
        var authorizations = new AuthorizationCompiler(visibility, bag);
        var authorization = authorizations.Compile(DocumentOrder.Sort(documents.AuthorizationPolicies));
        var bindings = DocumentOrder.Sort(documents.FilterBindings);
        var filterCompiler = new FilterBindingCompiler(visibility, documents.ServiceEntries, routed);
        filterCompiler.Ask(authorizations.Custom, bindings, bag);
        var filters = filterCompiler.Compile(bindings);
        var tokens = RequestAuthenticationCompiler.Compile(DocumentOrder.Sort(documents.RequestAuthentications), visibility);
        RequestPrincipalAdvice.Check(authorization, tokens, bag);
        var limits = new EgressLimitsCompiler(visibility, documents.ServiceEntries).Compile(documents.Limits);
        var unregistered = scope.Unregistered(workload.Unregistered);
        return new EgressPlan
        {
            HostIndex = HostIndex.Build(Array.ConvertAll(hosts, host => host.Pattern)),
            Hosts = hosts,
            Addresses = addresses,
            VirtualAddresses = virtualAddresses,
            Clusters = clusters.All,
            Authorization = authorization,
            FilterBindings = filters,
            JwtRules = tokens,
            Limits = limits,
            Unregistered = unregistered,
            IsUnregisteredDeclared = scope.IsUnregisteredDeclared,
            Workload = visibility.Workload(),
            Hash = PlanHash.Compute(hosts, virtualAddresses, clusters.All, authorization, filters, tokens, limits, scope.IsUnregisteredDeclared ? unregistered : null),
            Counts = Count(documents),
        };
    }

    private static PlanCounts Count(PolicyDocuments documents) => new(
        documents.Files,
        documents.Documents,
        documents.ServiceEntries.Length,
        documents.VirtualServices.Length,
        documents.DestinationRules.Length,
        documents.AuthorizationPolicies.Length,
        documents.Sidecars.Length,
        documents.Skipped.Length)
    {
        FilterBindings = documents.FilterBindings.Length,
        RequestAuthentications = documents.RequestAuthentications.Length,
        Limits = documents.Limits.Length,
    };

    private static List<PolicyDiagnostic> Sorted(IReadOnlyList<PolicyDiagnostic> diagnostics, ScalarEnds ends)
    {
        var sorted = new List<PolicyDiagnostic>();
        foreach (var diagnostic in new HashSet<PolicyDiagnostic>(diagnostics))
            sorted.Add(ends.Locate(diagnostic));
        sorted.Sort(Compare);
        return sorted;
    }

    private static int Compare(PolicyDiagnostic left, PolicyDiagnostic right)
    {
        var order = string.CompareOrdinal(left.Source.File, right.Source.File);
        if (order == 0)
            order = left.Source.Line.CompareTo(right.Source.Line);
        if (order == 0)
            order = left.Source.Column.CompareTo(right.Source.Column);
        if (order == 0)
            order = string.CompareOrdinal(left.Id, right.Id);
        return order != 0 ? order : string.CompareOrdinal(left.Message, right.Message);
    }
}
