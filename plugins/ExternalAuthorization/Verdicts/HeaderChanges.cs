using System.Text;
using EgressPipeline;
using ExternalAuthorization.Protocol;

namespace ExternalAuthorization.Verdicts;

/// <summary>Does to a head what the authorizer asks for.</summary>
/// <remarks>
/// A change that does not say how is a replacement. The protocol has said both over time; replacing is what its messages document,
/// and adding would leave beside the authorizer's value the one that an application made up.
/// </remarks>
internal static class HeaderChanges
{
    /// <summary>True when every change can be done.</summary>
    public static bool AreAllowed(IEnumerable<HeaderChange> changes) => changes.All(change => HeaderRules.IsAllowed(NameOf(change), ValueOf(change)));

    /// <summary>Applies changes that are allowed.</summary>
    /// <returns>False when the head has no room for one of them.</returns>
    public static bool TryApply(EgressHeaders headers, IEnumerable<HeaderChange> changes)
    {
        foreach (var change in changes)
            if (!TryApply(headers, NameOf(change), change))
                return false;
        return true;
    }

    /// <summary>Removes headers. Names that cannot be removed are passed over, as the protocol says.</summary>
    public static void Remove(EgressHeaders headers, IEnumerable<string> names)
    {
        foreach (var name in names)
            if (NameOf(name) is var bytes && HeaderRules.IsToken(bytes))
                headers.Remove(bytes);
    }

    /// <summary>True when the change adds a line beside those that are there.</summary>
    public static bool Adds(HeaderChange change) => change.Append == true;

    public static byte[] NameOf(HeaderChange change) => NameOf(change.Header?.Key ?? "");

    public static ReadOnlySpan<byte> ValueOf(HeaderChange change) => change.Header switch
    {
        null => default,
        { RawValue.IsEmpty: false } field => field.RawValue.Span,
        var field => Encoding.UTF8.GetBytes(field.Value),
    };

    // What is not ASCII becomes a question mark, which no name may have.
    private static byte[] NameOf(string name) => Encoding.ASCII.GetBytes(name.ToLowerInvariant());

    private static bool TryApply(EgressHeaders headers, ReadOnlySpan<byte> name, HeaderChange change)
    {
        if (Adds(change))
            return headers.TryAdd(name, ValueOf(change));
        var mustExist = change.Append is null && change.AppendAction == HeaderChange.Types.Action.OverwriteIfExists;
        var mustLack = change.Append is null && change.AppendAction == HeaderChange.Types.Action.AddIfAbsent;
        if ((mustExist || mustLack) && headers.Contains(name) != mustExist)
            return true;
        return headers.TrySet(name, ValueOf(change));
    }
}
