namespace EgressPipeline.Pipeline;

/// <summary>What a corsPolicy made of a call's Origin, before header changes could touch it. Reused for every call of a connection.</summary>
internal sealed class CrossOriginCall
{
    private byte[] _origin = [];
    private int _length;

    /// <summary>The origin, when it is allowed; empty otherwise.</summary>
    public ReadOnlySpan<byte> AllowedOrigin => _origin.AsSpan(0, _length);

    /// <summary>The call is a preflight that is answered here.</summary>
    public bool IsAnswered { get; set; }

    public void Allow(ReadOnlySpan<byte> origin)
    {
        if (_origin.Length < origin.Length)
            _origin = new byte[origin.Length];
        origin.CopyTo(_origin);
        _length = origin.Length;
    }

    public void Reset()
    {
        _length = 0;
        IsAnswered = false;
    }
}
