using System.Text;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Tests.Decisions;

/// <summary>Headers of a test call; names are given in lower case.</summary>
internal sealed class TestHeaders : IHeaderLookup
{
    private readonly List<(byte[] Name, byte[] Value)> _headers = [];

    public TestHeaders(params (string Name, string Value)[] headers)
    {
        foreach (var (name, value) in headers)
            _headers.Add((Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(value)));
    }

    public bool TryGetHeader(ReadOnlySpan<byte> lowerCaseName, out ReadOnlySpan<byte> value)
    {
        foreach (var (name, text) in _headers)
        {
            if (!lowerCaseName.SequenceEqual(name))
                continue;
            value = text;
            return true;
        }
        value = default;
        return false;
    }
}
