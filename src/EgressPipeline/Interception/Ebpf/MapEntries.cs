using System.Diagnostics.CodeAnalysis;

namespace EgressPipeline.Interception.Ebpf;

/// <summary>Entries of a map, as the kernel sees them.</summary>
internal sealed class MapEntries() : Dictionary<byte[], byte[]>(Bytes.Instance)
{
    private sealed class Bytes : IEqualityComparer<byte[]>
    {
        public static readonly Bytes Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] byte[] key)
        {
            var hash = new HashCode();
            hash.AddBytes(key);
            return hash.ToHashCode();
        }
    }
}
