using System.Text;
using CsCheck;

namespace DataGuard.Tests.Support;

/// <summary>Random bodies made of findings, of what nearly is one, and of what stands around.</summary>
internal static class Bodies
{
    private static readonly Gen<string> Part = Gens.OneOf(
        "4111111111111111", "4111 1111 1111 1111", "378282246310005", "4111%201111%201111%201111", "DE89370400440532013000", "DE89 3704 0044 0532 0130 00",
        "AKIAIOSFODNN7EXAMPLE", "secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "wJalrXUtnFEMI\\/K7MDENG%2FbPxRfiCYEXAMPLEKEY", Samples.Jwt, Samples.PrivateKey,
        "Falcon", "blue harbour", "falconry", "EMP-123456", "EMP-1", "-----BEGIN PRIVATE KEY-----\n", "-----END PRIVATE KEY-----", "eyJ", "eyJhbGciOiJ", "AKIA", "ASIA", "DE89", "secret", "Secret-Access", "key=",
        " ", "-", ".", "+", "%20", "%2", "%", "\\", "\\n", "\\u0020", "\\u", "\"", "\n", "1", "4", "41", "4111", "0", "12", "a", "A", "_", "=", "x4", "1f", ".5", "MMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMM", "EMP", "the text between");

    public static readonly Gen<byte[]> Any = Gen.Frequency(
        (5, Part.Array[0, 14].Select(static parts => Encoding.ASCII.GetBytes(string.Concat(parts)))),
        (1, Gen.Byte.Array[0, 300]),
        (1, Gen.Char["0123456789 -.4%\\u"].Array[0, 120].Select(static all => Encoding.ASCII.GetBytes(new string(all)))));

    /// <summary>Bodies larger than any window, with findings anywhere.</summary>
    public static readonly Gen<byte[]> Large = Gen.Select(Any.Array[1, 12], Gen.Int[0, 40_000].Array[1, 12]).Select(static (parts, gaps) =>
        (byte[])[.. parts.Zip(gaps, static (part, gap) => (byte[])[.. Enumerable.Repeat((byte)'~', gap), .. part]).SelectMany(static all => all)]);

    /// <summary>Where a body of this length is cut.</summary>
    public static int[] Cuts(int[] places, int length) => [.. places.Select(place => place % (length + 1)).Order()];
}
