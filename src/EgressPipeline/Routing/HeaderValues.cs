using EgressPipeline.Http;
using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Routing;

/// <summary>
/// The computed values of one set of header operations. All are taken before the first is written, as in Envoy, so that no
/// operation sees what another one did. One per thread, used within one synchronous call; allocates only to grow.
/// </summary>
internal sealed class HeaderValues
{
    [ThreadStatic]
    private static HeaderValues? s_ofThread;

    private readonly HeaderPieces _pieces = new();
    private int[] _ends = new int[8];
    private int _count;
    private int _next;

    /// <summary>The values for the operations that have segments, to be taken in this order. Valid until the thread's next call; null when none has any.</summary>
    /// <param name="call">The call.</param>
    /// <param name="answer">Its answer, when the operations are on it.</param>
    /// <param name="set">First these.</param>
    /// <param name="add">Then these.</param>
    public static HeaderValues? Of(HttpExchange call, ResponseHead? answer, HeaderOperation[] set, HeaderOperation[] add)
    {
        if (!HasSegments(set) && !HasSegments(add))
            return null;
        var values = s_ofThread ??= new HeaderValues();
        values._pieces.Begin(call, answer);
        values._count = values._next = 0;
        values.Compute(set);
        values.Compute(add);
        return values;
    }

    /// <summary>The value of the next operation that has segments; empty when nothing of it is there.</summary>
    public ReadOnlySpan<byte> Next()
    {
        var start = _next == 0 ? 0 : _ends[_next - 1];
        return _pieces.Bytes[start.._ends[_next++]];
    }

    private static bool HasSegments(HeaderOperation[] operations)
    {
        foreach (var operation in operations)
            if (operation.Segments.Length > 0)
                return true;
        return false;
    }

    private void Compute(HeaderOperation[] operations)
    {
        foreach (var operation in operations)
        {
            if (operation.Segments.Length == 0)
                continue;
            foreach (var segment in operation.Segments)
                _pieces.Add(segment);
            if (_count == _ends.Length)
                Array.Resize(ref _ends, _count * 2);
            _ends[_count++] = _pieces.Bytes.Length;
        }
    }
}
