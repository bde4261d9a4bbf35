using System.Net;
using System.Text;
using EgressPipeline;

namespace RateLimit.Keys;

/// <summary>Names the budget that a call is counted in.</summary>
internal sealed class CallKey(IReadOnlyList<KeyPart> parts, string? header, KeyTable table)
{
    /// <summary>Longer parts are cut: what begins alike for so long shares a budget.</summary>
    public const int MaxPart = 128;

    private readonly byte[] _header = Encoding.ASCII.GetBytes(header ?? "");

    /// <summary>The same string for the same budget; 0 allocations when it is known.</summary>
    public string Of(EgressRequest request)
    {
        Span<char> text = stackalloc char[parts.Count * (MaxPart + 1)];
        var length = 0;
        foreach (var part in parts)
        {
            length += Write(part, request, text.Slice(length, MaxPart));
            text[length++] = '\n'; // no part has one
        }
        return table.Intern(text[..length]);
    }

    private int Write(KeyPart part, EgressRequest request, Span<char> target) => part switch
    {
        KeyPart.Service => Copy(request.Service, target),
        KeyPart.Host => Widen(request.Host, target),
        KeyPart.Principal => Copy(request.Principal, target),
        KeyPart.Route => Copy(request.Route, target),
        KeyPart.Source => Format(request.Source, target),
        _ => request.Headers.TryGet(_header, out var value) ? Widen(value, target) : 0,
    };

    private static int Copy(string text, Span<char> target)
    {
        var length = Math.Min(text.Length, target.Length);
        text.AsSpan(0, length).CopyTo(target);
        return length;
    }

    // Latin-1: any byte is one character, so different values stay different.
    private static int Widen(ReadOnlySpan<byte> bytes, Span<char> target) =>
        Encoding.Latin1.GetChars(bytes[..Math.Min(bytes.Length, target.Length)], target);

    private static int Format(IPEndPoint? source, Span<char> target) =>
        source is not null && source.Address.TryFormat(target, out var written) ? written : 0;
}
