using System.Text;
using EgressPipeline;

namespace CredentialInjection.Injection;

/// <summary>Finds what the application sent under the name of a credential.</summary>
internal static class FieldNames
{
    /// <summary>Longest name of a header that a credential can have.</summary>
    public const int MaxNameBytes = 128;

    /// <summary>
    /// Removes every header that a server could take for the named one: CGI and its successors see no difference between case, dash and
    /// underscore, so <c>X_Api_Key</c> would stand beside or before ours.
    /// </summary>
    /// <param name="headers">The head.</param>
    /// <param name="name">Name in lower case, at most <see cref="MaxNameBytes"/>.</param>
    public static void RemoveAlike(EgressHeaders headers, ReadOnlySpan<byte> name)
    {
        Span<byte> copy = stackalloc byte[MaxNameBytes];
        for (var i = headers.Count - 1; i >= 0; i--)
        {
            var sent = headers.NameAt(i);
            if (!IsAlike(sent, name))
                continue;
            Ascii.ToLower(sent, copy, out var length);
            headers.Remove(copy[..length]);
            i = Math.Min(i, headers.Count);
        }
    }

    private static bool IsAlike(ReadOnlySpan<byte> sent, ReadOnlySpan<byte> name)
    {
        if (sent.Length != name.Length)
            return false;
        for (var i = 0; i < name.Length; i++)
            if (Fold(sent[i]) != Fold(name[i]))
                return false;
        return true;
    }

    private static byte Fold(byte one) => one == '_' ? (byte)'-' : one is >= (byte)'A' and <= (byte)'Z' ? (byte)(one | 0x20) : one;
}
