using EgressPipeline.Http;
using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Routing;

/// <summary>Applies the header operations of a route or destination: remove, then set, then add.</summary>
internal static class HeaderChanges
{
    /// <summary>False when a computed value no longer fits into the head.</summary>
    public static bool TryApplyToRequest(HttpExchange exchange, HeaderOperations operations) => !operations.HasRequest
        || TryApply(exchange, exchange.RequestHead, operations.RequestRemove, operations.RequestSet, operations.RequestAdd);

    /// <summary>A computed value that no longer fits is left out.</summary>
    public static void ApplyToResponse(HttpExchange exchange, ResponseHead head, HeaderOperations? operations)
    {
        if (operations is { HasResponse: true })
            TryApply(exchange, head, operations.ResponseRemove, operations.ResponseSet, operations.ResponseAdd);
    }

    private static bool TryApply(HttpExchange exchange, HttpHead head, byte[][] remove, HeaderOperation[] set, HeaderOperation[] add)
    {
        foreach (var name in remove)
            head.Remove(name);
        var values = HeaderValues.Of(exchange, head as ResponseHead, set, add);
        var fits = true;
        foreach (var operation in set)
        {
            if (operation.Segments.Length > 0)
                fits &= TryWrite(head, operation.Name, values!.Next(), isAdded: false);
            // "host" through set is Istio's way to rewrite the authority.
            else if (head is RequestHead request && operation.Name.AsSpan().SequenceEqual("host"u8))
                request.SetHost(operation.Value);
            else
                head.Set(operation.Name, operation.Value);
        }
        foreach (var operation in add)
        {
            if (operation.Segments.Length > 0)
                fits &= TryWrite(head, operation.Name, values!.Next(), isAdded: true);
            else
                head.Add(operation.Name, operation.Value);
        }
        return fits;
    }

    /// <summary>A computed value that came out empty changes nothing, as in Envoy.</summary>
    private static bool TryWrite(HttpHead head, byte[] name, ReadOnlySpan<byte> value, bool isAdded)
    {
        if (value.IsEmpty)
            return true;
        if (!head.HasRoomFor(name.Length + value.Length))
            return false;
        if (isAdded)
            head.Add(name, value);
        else
            head.Set(name, value);
        return true;
    }
}
