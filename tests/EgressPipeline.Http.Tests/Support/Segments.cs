using System.Buffers;
using System.Text;

namespace EgressPipeline.Http.Tests.Support;

/// <summary>Byte sequences cut into segments.</summary>
internal static class Segments
{
    public static byte[] Bytes(string latin1) => Encoding.Latin1.GetBytes(latin1);

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    public static ReadOnlySequence<byte> Whole(byte[] bytes) => new(bytes);

    /// <summary>The bytes with a segment boundary at each of the offsets.</summary>
    public static ReadOnlySequence<byte> CutAt(byte[] bytes, params IReadOnlyList<int> offsets)
    {
        var first = new Segment(bytes.AsMemory(0, offsets.Count == 0 ? bytes.Length : offsets[0]));
        var last = first;
        for (var i = 0; i < offsets.Count; i++)
        {
            var end = i + 1 < offsets.Count ? offsets[i + 1] : bytes.Length;
            last = last.Append(bytes.AsMemory(offsets[i], end - offsets[i]));
        }
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    public static ReadOnlySequence<byte> OneByteEach(byte[] bytes) =>
        CutAt(bytes, [.. Enumerable.Range(1, Math.Max(0, bytes.Length - 1))]);

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory) => Memory = memory;

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory) { RunningIndex = RunningIndex + Memory.Length };
            Next = next;
            return next;
        }
    }
}
