using System.Buffers.Binary;
using System.Text;

namespace EgressPipeline.Dns.Messages;

/// <summary>Extended DNS errors (RFC 8914): the reason of a refusal, which resolvers log and dig prints.</summary>
internal static class ExtendedError
{
    public const int StaleAnswer = 3;
    public const int NotReady = 14;
    public const int Blocked = 15;
    public const int Filtered = 17;
    public const int Prohibited = 18;
    public const int NotSupported = 21;
    public const int NoReachableAuthority = 22;

    private const int OptionCode = 15;

    /// <summary>The option as it stands in an OPT record.</summary>
    public static byte[] Option(int code, string text)
    {
        var words = Encoding.UTF8.GetBytes(text);
        var option = new byte[6 + words.Length];
        BinaryPrimitives.WriteUInt16BigEndian(option, OptionCode);
        BinaryPrimitives.WriteUInt16BigEndian(option.AsSpan(2), (ushort)(2 + words.Length));
        BinaryPrimitives.WriteUInt16BigEndian(option.AsSpan(4), (ushort)code);
        words.CopyTo(option.AsSpan(6));
        return option;
    }
}
