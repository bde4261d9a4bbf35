namespace EgressPipeline.Policy.Authorization.Selection;

/// <summary>Every <see cref="SelectorKind"/>.</summary>
internal static class SelectorKinds
{
    public const int Count = 5;

    public static readonly SelectorKind[] All = [SelectorKind.Host, SelectorKind.Method, SelectorKind.PathHead, SelectorKind.Namespace, SelectorKind.Principal];
}
