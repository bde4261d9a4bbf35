using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Image.Parts;

/// <summary>The whole plan: what others refer to comes first.</summary>
internal static class EgressPlanImage
{
    public static void Write(ImageWriter writer, EgressPlan plan)
    {
        writer.Text(plan.Hash);
        PlanCountsImage.Write(writer, plan.Counts);
        PlanWorkloadImage.Write(writer, plan.Workload);
        writer.Choice(plan.Unregistered);
        writer.Flag(plan.IsUnregisteredDeclared);
        writer.List(plan.Clusters, ClusterPlanImage.Write);
        writer.List(plan.Hosts, HostPlanImage.Write);
        writer.List(plan.Addresses.ToArray(), AddressEntryImage.Write);
        writer.List(plan.VirtualAddresses.All.ToArray(), VirtualAddressImage.Write);
        AuthorizationPlanImage.Write(writer, plan.Authorization);
        writer.List(plan.FilterBindings, FilterBindingPlanImage.Write);
        writer.List(plan.JwtRules, JwtRulePlanImage.Write);
        writer.List(plan.Limits, LimitPlanImage.Write);
    }

    public static EgressPlan Read(ImageReader reader, ReadOnlySpan<byte> index)
    {
        var hash = reader.Text();
        var counts = PlanCountsImage.Read(reader);
        var workload = PlanWorkloadImage.Read(reader);
        var unregistered = reader.Choice<UnregisteredMode>();
        var isDeclared = reader.Flag();
        reader.Clusters = Numbered(reader, ClusterPlanImage.Read);
        reader.Hosts = Numbered(reader, HostPlanImage.Read);
        var addresses = reader.List(AddressEntryImage.Read);
        var virtualAddresses = VirtualAddressTable.TryBuild(reader.List(VirtualAddressImage.Read));
        var authorization = AuthorizationPlanImage.Read(reader);
        var filters = reader.List(FilterBindingPlanImage.Read);
        var tokens = reader.List(JwtRulePlanImage.Read);
        var limits = reader.List(LimitPlanImage.Read);
        if (!reader.IsAtEnd)
            throw reader.Bad("something follows the plan");
        var hosts = HostIndex.TryLoad(index, Array.ConvertAll(reader.Hosts, host => host.Pattern), out var error);
        return new EgressPlan
        {
            HostIndex = hosts ?? throw reader.Bad(error!),
            Hosts = reader.Hosts,
            Addresses = AddressIndex.Build(addresses),
            VirtualAddresses = virtualAddresses ?? throw reader.Bad("two services share a virtual address"),
            Clusters = reader.Clusters,
            Authorization = authorization,
            FilterBindings = filters,
            JwtRules = tokens,
            Limits = limits,
            Unregistered = unregistered,
            IsUnregisteredDeclared = isDeclared,
            Workload = workload,
            Hash = hash,
            Counts = counts,
        };
    }

    // Such parts know their position.
    private static T[] Numbered<T>(ImageReader reader, Func<ImageReader, int, T> read)
    {
        var position = 0;
        return reader.List(r => read(r, position++));
    }
}
