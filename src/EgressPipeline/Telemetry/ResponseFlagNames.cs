using System.Text;
using EgressPipeline.Pipeline;

namespace EgressPipeline.Telemetry;

/// <summary>Envoy's short names of the response flags.</summary>
internal static class ResponseFlagNames
{
    /// <summary>The most bytes that <see cref="Write"/> writes.</summary>
    public const int MaxBytes = 18 * 5;

    private static readonly byte[][] Names =
    [
        .. new[] { "UH", "UF", "UO", "NR", "URX", "DC", "UT", "UR", "UC", "UPE", "DPE", "UAEX", "RL", "DI", "FI", "SI", "OM", "DF" }
            .Select(Encoding.ASCII.GetBytes),
    ];

    /// <summary>Comma-joined names, <c>-</c> when there is none. Allocates.</summary>
    public static string Of(ResponseFlags flags)
    {
        Span<byte> text = stackalloc byte[MaxBytes];
        return Encoding.ASCII.GetString(text[..Write(flags, text)]);
    }

    /// <summary>Writes what <see cref="Of"/> returns.</summary>
    /// <param name="flags">The flags.</param>
    /// <param name="destination">At least <see cref="MaxBytes"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(ResponseFlags flags, Span<byte> destination)
    {
        if (flags == ResponseFlags.None)
        {
            destination[0] = (byte)'-';
            return 1;
        }
        var length = 0;
        for (var bit = 0; bit < Names.Length; bit++)
        {
            if (((int)flags & 1 << bit) == 0)
                continue;
            if (length > 0)
                destination[length++] = (byte)',';
            Names[bit].CopyTo(destination[length..]);
            length += Names[bit].Length;
        }
        return length;
    }
}
