using System.Text;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Explaining;

/// <summary>Words for a service's virtual address, and for whom it had to make way.</summary>
internal static class VirtualAddressText
{
    /// <summary>One line, or none for a service without a virtual address.</summary>
    public static string[] Details(EgressPlan plan, HostPlan? host)
    {
        if (host is null || plan.VirtualAddresses.Find(host) is not { } address)
            return [];
        var text = new StringBuilder("virtual address: ").Append(address.V4).Append(", ").Append(address.V6);
        var preferred = VirtualAddressTable.Preferred(host.Pattern, 0);
        if (preferred != address.Number)
            text.Append(" (").Append(VirtualAddressTable.V4(preferred)).Append(", which the name gives, ").Append(Owner(plan, preferred)).Append(')');
        return [text.ToString()];
    }

    private static string Owner(EgressPlan plan, int number) => plan.VirtualAddresses.FindNumber(number) is { } other
        ? "belongs to " + plan.Hosts[other.HostIndex].Pattern
        : "is declared by another service";
}
