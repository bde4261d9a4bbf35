using System.Collections;

namespace EgressPipeline.Generators.Model;

/// <summary>An array that equals another with equal items, so that a step whose result did not change ends the work there.</summary>
internal readonly struct EquatableArray<T>(T[] items) : IEquatable<EquatableArray<T>>, IReadOnlyList<T>
    where T : IEquatable<T>
{
    private readonly T[]? _items = items;

    public int Count => Items.Length;

    public T this[int index] => Items[index];

    public ReadOnlySpan<T> AsSpan() => Items;

    private T[] Items => _items ?? [];

    public bool Equals(EquatableArray<T> other) => Items.AsSpan().SequenceEqual(other.Items);

    public override bool Equals(object? obj) => obj is EquatableArray<T> other && Equals(other);

    /// <summary>Of the length and a few items: equality decides, and images are large.</summary>
    public override int GetHashCode()
    {
        var hash = Items.Length;
        for (var i = 0; i < Items.Length; i += 1 + Items.Length / 16)
            hash = hash * 31 + Items[i].GetHashCode();
        return hash;
    }

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)Items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => Items.GetEnumerator();
}
