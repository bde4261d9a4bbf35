using EgressPipeline.Http;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Routing;

/// <summary>Applies the header operations of a route or destination: remove, then set, then add.</summary>
internal static class HeaderChanges
{
    public static void ApplyToRequest(RequestHead head, HeaderOperations operations)
    {
        if (!operations.HasRequest)
            return;
        Apply(head, operations.RequestRemove, operations.RequestSet, operations.RequestAdd);
    }

    public static void ApplyToResponse(ResponseHead head, HeaderOperations? operations)
    {
        if (operations is not { HasResponse: true })
            return;
        Apply(head, operations.ResponseRemove, operations.ResponseSet, operations.ResponseAdd);
    }

    private static void Apply(HttpHead head, byte[][] remove, HeaderOperation[] set, HeaderOperation[] add)
    {
        foreach (var name in remove)
            head.Remove(name);
        foreach (var operation in set)
        {
            // "host" through set is Istio's way to rewrite the authority.
            if (head is RequestHead request && operation.Name.AsSpan().SequenceEqual("host"u8))
                request.SetHost(operation.Value);
            else
                head.Set(operation.Name, operation.Value);
        }
        foreach (var operation in add)
            head.Add(operation.Name, operation.Value);
    }
}
