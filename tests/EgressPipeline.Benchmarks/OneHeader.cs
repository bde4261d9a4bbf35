using System.Text;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Benchmarks;

/// <summary>The headers of a request that has one.</summary>
internal sealed class OneHeader(string name, string value) : IHeaderLookup
{
    private readonly byte[] _name = Encoding.ASCII.GetBytes(name);
    private readonly byte[] _value = Encoding.ASCII.GetBytes(value);

    public bool TryGetHeader(ReadOnlySpan<byte> lowerCaseName, out ReadOnlySpan<byte> value)
    {
        value = _value;
        return lowerCaseName.SequenceEqual(_name);
    }
}
