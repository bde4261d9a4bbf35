namespace EgressPipeline.Policy.Matching;

/// <summary>
/// Where the parts of a host index lie in its bytes. All numbers are little-endian and all offsets count from its start,
/// which is 8-byte aligned; pilots and slots are aligned as their elements are.
/// </summary>
/// <remarks>
/// Header: position of the pattern <c>*</c> or -1 (4 bytes), largest label count of a wildcard (4), wildcard lengths (32), number
/// of partial lengths (4), their offset (4), the table of names and <c>.suffix</c> keys (32), the table of partials (32).
/// </remarks>
internal static class HostIndexLayout
{
    public const int CatchAll = 0;
    public const int MaxLabels = 4;

    /// <summary>Bit n of these 256 is set when some wildcard key (<c>.suffix</c>) is n bytes long.</summary>
    public const int WildcardLengths = 8;

    /// <summary>How many different lengths the keys of <c>*suffix</c> patterns have.</summary>
    public const int PartialLengthCount = 40;

    /// <summary>Those lengths, one byte each, longest first.</summary>
    public const int PartialLengthsAt = 44;

    /// <summary>Exact names and <c>*.suffix</c> wildcards, the latter without their asterisk.</summary>
    public const int Names = 48;

    /// <summary>The other wildcards (<c>*suffix</c>), without their asterisk.</summary>
    public const int Partials = Names + HostTableLayout.Size;

    public const int HeaderSize = Partials + HostTableLayout.Size;
}
