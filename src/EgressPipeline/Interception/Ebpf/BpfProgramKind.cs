namespace EgressPipeline.Interception.Ebpf;

/// <summary>A program: where it is in the object file, what the kernel calls it, and where it is attached.</summary>
/// <param name="Section">Section of the object file.</param>
/// <param name="Name">In the kernel, at most 15 characters; a link's pin has the same.</param>
/// <param name="ProgramType"><c>enum bpf_prog_type</c>.</param>
/// <param name="AttachType"><c>enum bpf_attach_type</c>.</param>
/// <param name="Purpose">For the operator.</param>
internal sealed record BpfProgramKind(string Section, string Name, int ProgramType, int AttachType, string Purpose)
{
    private const int SocketOperations = 13;
    private const int SocketAddress = 18;
    private const int SocketOptions = 25;

    /// <summary>
    /// In the order in which they are attached: those that change where a connection goes come last, when everything
    /// that makes up for it is there.
    /// </summary>
    public static IReadOnlyList<BpfProgramKind> All { get; } =
    [
        new("cgroup/getsockopt", "egress_sockopt", SocketOptions, 21, "answers SO_ORIGINAL_DST for the sidecar"),
        new("sockops", "egress_sockops", SocketOperations, 3, "remembers what a new connection had dialled"),
        new("cgroup/getpeername4", "egress_peer4", SocketAddress, 29, "shows the application whom it dialled"),
        new("cgroup/getpeername6", "egress_peer6", SocketAddress, 30, "the same for IPv6"),
        new("cgroup/recvmsg4", "egress_recvmsg4", SocketAddress, 19, "shows the application which resolver it asked"),
        new("cgroup/recvmsg6", "egress_recvmsg6", SocketAddress, 20, "the same for IPv6"),
        new("cgroup/connect4", "egress_connect4", SocketAddress, 10, "sends connections to the sidecar, refuses UDP 443"),
        new("cgroup/connect6", "egress_connect6", SocketAddress, 11, "the same for IPv6"),
        new("cgroup/sendmsg4", "egress_sendmsg4", SocketAddress, 14, "sends queries to the DNS proxy, refuses UDP 443"),
        new("cgroup/sendmsg6", "egress_sendmsg6", SocketAddress, 15, "the same for IPv6"),
    ];
}
