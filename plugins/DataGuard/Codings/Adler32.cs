namespace DataGuard.Codings;

/// <summary>The check sum of zlib (RFC 1950 §8.2).</summary>
internal struct Adler32
{
    private const uint Modulus = 65521;
    private const int MaxRow = 5552; // additions before the sums could overflow

    private uint _one;
    private uint _two;

    public static Adler32 Initial => new() { _one = 1 };

    public readonly uint Value => (_two << 16) | _one;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var row = bytes[..Math.Min(bytes.Length, MaxRow)];
            foreach (var value in row)
            {
                _one += value;
                _two += _one;
            }
            _one %= Modulus;
            _two %= Modulus;
            bytes = bytes[row.Length..];
        }
    }
}
