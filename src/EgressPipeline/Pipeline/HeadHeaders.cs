using EgressPipeline.Http;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Pipeline;

/// <summary>A message head as filters and policy matching see it. One per head, made once per connection.</summary>
internal sealed class HeadHeaders : HeaderCollection, IHeaderLookup
{
    private HttpHead? _head;

    /// <summary>True once the head was sent: it can only be read.</summary>
    public bool IsSealed { get; set; }

    /// <summary>The head that is shown; null shows no headers.</summary>
    public void Show(HttpHead? head) => _head = head;

    public override int Count => _head?.HeaderCount ?? 0;

    public override ReadOnlySpan<byte> NameAt(int index) => _head!.Name(index);

    public override ReadOnlySpan<byte> ValueAt(int index) => _head!.Value(index);

    public override bool TryGet(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        if (_head is not null)
            return _head.TryGet(name, out value);
        value = default;
        return false;
    }

    public bool TryGetHeader(ReadOnlySpan<byte> lowerCaseName, out ReadOnlySpan<byte> value) => TryGet(lowerCaseName, out value);

    public override bool TrySet(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (!IsAllowed(name, value))
            return false;
        _head!.Set(name, value);
        return true;
    }

    public override bool TryAdd(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (!IsAllowed(name, value))
            return false;
        _head!.Add(name, value);
        return true;
    }

    public override void Remove(ReadOnlySpan<byte> name)
    {
        if (!HeaderRules.IsFraming(name) && !IsSealed)
            _head?.Remove(name);
    }

    private bool IsAllowed(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
        _head is not null && !IsSealed && HeaderRules.IsAllowed(name, value) && _head.HasRoomFor(name.Length + value.Length);
}
