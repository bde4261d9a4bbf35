namespace EgressPipeline.Policy.Matching;

/// <summary>
/// Where the parts of a host index lie in its bytes. All numbers are little-endian and all offsets count from its start,
/// which is 8-byte aligned; pilots and slots are aligned as their elements are.
/// </summary>
/// <remarks>
/// Header: position of the pattern <c>*</c> or -1 (4 bytes), largest label count of a wildcard (4), lengths of exact names (32), lengths
/// of wildcards (32), number of partial lengths (4), their offset (4), the table of names and <c>.suffix</c> keys (32), the table of partials (32).
/// </remarks>
internal static class HostIndexLayout
{
    public const int CatchAll = 0;
    public const int MaxLabels = 4;

    /// <summary>Bit n of these 256 is set when some exact name is n bytes long: no other length need be hashed.</summary>
    public const int ExactLengths = 8;

    /// <summary>The same of wildcard keys (<c>.suffix</c>).</summary>
    public const int WildcardLengths = 40;

    /// <summary>How many different lengths the keys of <c>*suffix</c> patterns have.</summary>
    public const int PartialLengthCount = 72;

    /// <summary>Those lengths, one byte each, longest first.</summary>
    public const int PartialLengthsAt = 76;

    /// <summary>Exact names and <c>*.suffix</c> wildcards, the latter without their asterisk.</summary>
    public const int Names = 80;

    /// <summary>The other wildcards (<c>*suffix</c>), without their asterisk.</summary>
    public const int Partials = Names + HostTableLayout.Size;

    public const int HeaderSize = Partials + HostTableLayout.Size;
}
