namespace EgressPipeline.TestKit;

/// <summary>The ways a body may arrive. A filter's answer must not depend on them.</summary>
public static class BodyCuts
{
    /// <summary>In one piece.</summary>
    public static byte[][] Whole(byte[] body) => [body];

    /// <summary>Each byte alone.</summary>
    public static byte[][] ByteAtATime(byte[] body) => InPieces(body, 1);

    /// <summary>In pieces of a size; the last may be shorter. An empty body is one empty piece.</summary>
    /// <param name="body">The body.</param>
    /// <param name="size">From 1.</param>
    public static byte[][] InPieces(byte[] body, int size)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        return body.Length == 0 ? [body] : [.. body.Chunk(size)];
    }

    /// <summary>In two pieces, once for each place where it can be cut, both ends included: length + 1 ways.</summary>
    /// <param name="body">The body.</param>
    public static IEnumerable<byte[][]> AtEveryByte(byte[] body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Enumerable.Range(0, body.Length + 1).Select(at => (byte[][])[body[..at], body[at..]]);
    }
}
