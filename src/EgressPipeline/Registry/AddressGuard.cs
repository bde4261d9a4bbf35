using System.Net;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Registry;

/// <summary>
/// Stands before every dial: refuses addresses of guarded networks that the service does not declare, and always those
/// this process listens on. Counts what it refuses. Safe for concurrent use.
/// </summary>
internal sealed class AddressGuard(Func<IPEndPoint, bool> isOwnListener)
{
    private readonly long[] _refused = new long[Enum.GetValues<AddressClass>().Length];
    private long _loops;

    /// <summary>Dials refused because they would have reached a listener of this process.</summary>
    public long Loops => Interlocked.Read(ref _loops);

    /// <summary>Addresses refused for their class.</summary>
    public long Refused(AddressClass addressClass) => Interlocked.Read(ref _refused[(int)addressClass]);

    /// <summary>The address to dial, or null with the reason.</summary>
    /// <param name="endPoint">As resolved or declared.</param>
    /// <param name="allowedRanges">What the service declares.</param>
    /// <param name="refusal">Why not; meaningless when an address is given.</param>
    public GuardedAddress? Admit(IPEndPoint endPoint, CidrSet allowedRanges, out AddressRefusal refusal)
    {
        if (IsLoop(endPoint))
        {
            refusal = AddressRefusal.Loop(endPoint);
            return null;
        }
        var admitted = GuardedAddress.Judge(endPoint, allowedRanges, out var found);
        refusal = admitted is null ? AddressRefusal.Guarded(endPoint, found) : default;
        if (admitted is null)
            Interlocked.Increment(ref _refused[(int)found]);
        return admitted;
    }

    /// <summary>True, and counted, when the address is a listener of this process. Asked again right before dialling, since listeners come and go.</summary>
    public bool IsLoop(IPEndPoint endPoint)
    {
        if (!isOwnListener(endPoint))
            return false;
        Interlocked.Increment(ref _loops);
        return true;
    }
}
