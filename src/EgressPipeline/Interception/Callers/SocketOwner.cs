namespace EgressPipeline.Interception.Callers;

/// <summary>What the kernel tells of a socket's owner.</summary>
/// <param name="Uid">The user that made it.</param>
/// <param name="Inode">By which <c>/proc/PID/fd</c> names it; 0 when no process holds it any more.</param>
internal readonly record struct SocketOwner(uint Uid, uint Inode);
