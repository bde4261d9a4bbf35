namespace EgressPipeline.Policy.Comparison.Text;

/// <summary>A state of the product: where the form stands, and which states of the patterns are alive.</summary>
internal readonly struct StateSet(int form, int[] states) : IEquatable<StateSet>
{
    private readonly int _form = form;
    private readonly int[] _states = states;

    public bool Equals(StateSet other) => _form == other._form && _states.AsSpan().SequenceEqual(other._states);

    public override bool Equals(object? obj) => obj is StateSet other && Equals(other);

    public override int GetHashCode()
    {
        var hash = (uint)_form;
        foreach (var state in _states)
            hash = (hash ^ (uint)state) * 0x9E3779B1;
        return (int)hash;
    }
}
