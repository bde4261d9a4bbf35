using System.Text;
using EgressPipeline;
using ExternalAuthorization.Protocol;

namespace ExternalAuthorization.Verdicts;

/// <summary>Sets and removes parameters of a query; those that nobody named stay as they are, in their order.</summary>
internal static class QueryChanges
{
    /// <summary>True when there is something to do.</summary>
    public static bool AreIn(AllowedCall allowed) => allowed.QueryParametersToSet.Count > 0 || allowed.QueryParametersToRemove.Count > 0;

    /// <summary>Path and query after the changes, in printable ASCII.</summary>
    /// <param name="path">The path as it would be sent.</param>
    /// <param name="query">The query, without its question mark.</param>
    /// <param name="allowed">The changes.</param>
    public static byte[] Apply(ReadOnlySpan<byte> path, ReadOnlySpan<byte> query, AllowedCall allowed)
    {
        // Latin-1 here stands for bytes: nothing is decoded but for comparing names.
        var removed = new HashSet<string>(allowed.QueryParametersToRemove, StringComparer.Ordinal);
        var set = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var parameter in allowed.QueryParametersToSet)
            set[parameter.Key] = parameter.Value;
        var parts = Encoding.Latin1.GetString(query).Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(part => NameOf(part) is var name && !removed.Contains(name) && !set.ContainsKey(name))
            .Concat(set.Where(one => !removed.Contains(one.Key)).Select(one => $"{Uri.EscapeDataString(one.Key)}={Uri.EscapeDataString(one.Value)}"));
        var joined = string.Join('&', parts);
        return Sendable(Encoding.Latin1.GetString(path) + (joined.Length > 0 ? "?" + joined : ""));
    }

    private static string NameOf(string part)
    {
        var name = part.AsSpan(0, part.IndexOf('=') is >= 0 and var at ? at : part.Length);
        // A second look at the bytes as UTF-8, which is what escapes stand for.
        var bytes = Encoding.Latin1.GetBytes(name.ToString().Replace('+', ' '));
        return Uri.UnescapeDataString(Encoding.UTF8.GetString(bytes));
    }

    private static byte[] Sendable(string target)
    {
        var text = new StringBuilder(target.Length);
        foreach (var one in target)
            if (one is > ' ' and <= '~' and not '#')
                text.Append(one);
            else
                text.Append('%').Append(((int)one).ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
