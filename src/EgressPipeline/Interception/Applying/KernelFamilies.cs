namespace EgressPipeline.Interception.Applying;

/// <summary>The address families that this network namespace has.</summary>
internal static class KernelFamilies
{
    /// <summary>False only where the kernel was started without IPv6; then there is nothing that could leave by it.</summary>
    public static bool HasIpV6 => File.Exists("/proc/net/if_inet6");
}
