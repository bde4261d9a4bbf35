using System.Buffers.Text;
using EgressPipeline.Http;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Retry;

/// <summary>
/// What the application itself asks to be repeated: statuses and names of answer fields, in request fields that only Envoy
/// and this sidecar read. They count only where the policy has the condition. Reused for every call of a connection.
/// </summary>
internal sealed class RetryHints
{
    /// <summary>Conditions that a request can fill.</summary>
    public const RetryConditions Conditions = RetryConditions.RetriableHeaders | RetryConditions.RetriableStatusCodes;

    private byte[] _names = [];
    private byte[] _statuses = [];
    private int _namesLength;
    private int _statusesLength;

    /// <summary>Keeps what the request asks for and takes it off: it is no matter of the service.</summary>
    public void Take(RequestHead head)
    {
        _namesLength = Take(head, "x-envoy-retriable-header-names"u8, ref _names);
        _statusesLength = Take(head, "x-envoy-retriable-status-codes"u8, ref _statuses);
    }

    /// <summary>The answer has one of the named fields, whatever its value.</summary>
    public bool NamesFieldOf(ResponseHead response)
    {
        var left = (ReadOnlySpan<byte>)_names.AsSpan(0, _namesLength);
        while (TryNext(ref left, out var name))
            if (!name.IsEmpty && response.TryGet(name, out _))
                return true;
        return false;
    }

    /// <summary>The status is one of the named ones. What is no number is passed over, as Envoy does.</summary>
    public bool Names(int status)
    {
        var left = (ReadOnlySpan<byte>)_statuses.AsSpan(0, _statusesLength);
        while (TryNext(ref left, out var text))
            if (Utf8Parser.TryParse(text, out int named, out var used) && used == text.Length && named == status)
                return true;
        return false;
    }

    private static int Take(RequestHead head, ReadOnlySpan<byte> field, ref byte[] kept)
    {
        if (!head.TryGet(field, out var value))
            return 0;
        if (kept.Length < value.Length)
            kept = new byte[value.Length];
        value.CopyTo(kept);
        var length = value.Length;
        head.Remove(field);
        return length;
    }

    private static bool TryNext(ref ReadOnlySpan<byte> list, out ReadOnlySpan<byte> item)
    {
        item = default;
        if (list.IsEmpty)
            return false;
        var comma = list.IndexOf((byte)',');
        item = (comma < 0 ? list : list[..comma]).Trim(" \t"u8);
        list = comma < 0 ? default : list[(comma + 1)..];
        return true;
    }
}
