using System.Numerics;
using System.Runtime.Intrinsics;

namespace DataGuard.Detection;

/// <summary>
/// Finds the places where one of at most eight fingerprints may begin, sixteen places at a time: each byte is looked up by its
/// two halves in tables of sixteen entries, one bit a fingerprint, which is one shuffle instruction each. It may name a
/// place too many, never one too few. Immutable.
/// </summary>
internal sealed class FingerprintFilter
{
    /// <summary>Most fingerprints of one filter: bits of a byte.</summary>
    public const int MaxFingerprints = 8;

    private const int Step = 16;
    private const int Ahead = Fingerprint.Length - 1;

    private readonly Vector128<byte>[] _low = new Vector128<byte>[Fingerprint.Length];
    private readonly Vector128<byte>[] _high = new Vector128<byte>[Fingerprint.Length];
    private readonly byte _runs;

    /// <param name="fingerprints">Fingerprint i sets bit i.</param>
    /// <param name="runs">Bits of fingerprints that begin with a digit and are of interest only at the first digit of a row.</param>
    public FingerprintFilter(ReadOnlySpan<Fingerprint> fingerprints, byte runs = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fingerprints.Length, MaxFingerprints);
        _runs = runs;
        for (var position = 0; position < Fingerprint.Length; position++)
            (_low[position], _high[position]) = Tables(fingerprints, position);
    }

    /// <summary>The first place at or after <paramref name="from"/> where a fingerprint may begin.</summary>
    /// <param name="text">What is there.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="hits">One bit for each fingerprint that may begin there; 0 when there is no such place.</param>
    /// <returns>The place, or the first one that cannot be judged because fewer than four bytes are there.</returns>
    public int FindFirst(ReadOnlySpan<byte> text, int from, out byte hits)
    {
        var at = from;
        var last = text.Length - Step - Ahead;
        Vector128<byte> low0 = _low[0], low1 = _low[1], low2 = _low[2], low3 = _low[3];
        Vector128<byte> high0 = _high[0], high1 = _high[1], high2 = _high[2], high3 = _high[3];
        for (; at <= last; at += Step)
        {
            var block = text.Slice(at, Step + Ahead);
            var found = Look(Vector128.Create(block), low0, high0) & Look(Vector128.Create(block[1..]), low1, high1) &
                Look(Vector128.Create(block[2..]), low2, high2) & Look(Vector128.Create(block[3..]), low3, high3);
            if (found == Vector128<byte>.Zero)
                continue;
            if (at > 0)
                found &= ~(Vector128.Create(_runs) & IsDigit(Vector128.Create(text.Slice(at - 1, Step))));
            if (found == Vector128<byte>.Zero)
                continue;
            var index = BitOperations.TrailingZeroCount((~Vector128.Equals(found, Vector128<byte>.Zero)).ExtractMostSignificantBits());
            hits = found[index];
            return at + index;
        }
        for (; at <= text.Length - Fingerprint.Length; at++)
            if ((hits = Look(text.Slice(at, Fingerprint.Length))) != 0)
                return at;
        hits = 0;
        return at;
    }

    /// <summary>Which fingerprints may begin with these bytes: fewer than four are judged as far as they go.</summary>
    public byte Look(ReadOnlySpan<byte> bytes)
    {
        var hits = byte.MaxValue;
        for (var position = 0; position < bytes.Length && position < Fingerprint.Length; position++)
            hits &= (byte)(_low[position][bytes[position] & 15] & _high[position][bytes[position] >> 4]);
        return hits;
    }

    private static Vector128<byte> Look(Vector128<byte> bytes, Vector128<byte> low, Vector128<byte> high) =>
        Vector128.Shuffle(low, bytes & Vector128.Create((byte)15)) & Vector128.Shuffle(high, bytes >> 4);

    private static Vector128<byte> IsDigit(Vector128<byte> bytes) =>
        Vector128.LessThan(bytes - Vector128.Create((byte)'0'), Vector128.Create((byte)10));

    private static (Vector128<byte> Low, Vector128<byte> High) Tables(ReadOnlySpan<Fingerprint> fingerprints, int position)
    {
        Span<byte> low = stackalloc byte[Step];
        Span<byte> high = stackalloc byte[Step];
        low.Clear();
        high.Clear();
        for (var i = 0; i < fingerprints.Length; i++)
            for (var value = 0; value <= byte.MaxValue; value++)
                if (fingerprints[i][position].Contains((byte)value))
                {
                    low[value & 15] |= (byte)(1 << i);
                    high[value >> 4] |= (byte)(1 << i);
                }
        return (Vector128.Create((ReadOnlySpan<byte>)low), Vector128.Create((ReadOnlySpan<byte>)high));
    }
}
