using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Authorization.Selection;

/// <summary>What a call shows of a <see cref="SelectorKind"/>.</summary>
internal static class CallKey
{
    /// <summary>False when the call does not show it: then a condition on it is <see cref="Truth.Unknown"/>, not false.</summary>
    public static bool TryRead(SelectorKind kind, in CallFacts call, out ReadOnlySpan<byte> key)
    {
        switch (kind)
        {
            case SelectorKind.Host:
                key = call.Host;
                return !key.IsEmpty;
            case SelectorKind.Method:
                key = call.Method;
                return call.Kind is CallKind.Http or CallKind.Connect;
            case SelectorKind.PathHead:
                key = PathHead.Of(call.Path);
                return call.Kind == CallKind.Http;
            case SelectorKind.Namespace:
                key = call.Caller.NamespaceBytes;
                return true;
            default:
                key = call.Caller.PrincipalBytes;
                return true;
        }
    }
}
