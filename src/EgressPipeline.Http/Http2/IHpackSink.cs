namespace EgressPipeline.Http.Http2;

/// <summary>Takes the fields of a block in their order.</summary>
public interface IHpackSink
{
    /// <summary>Takes one field. The spans are valid during the call only.</summary>
    /// <param name="name">The name as sent; nothing has checked it.</param>
    /// <param name="value">The value as sent; nothing has checked it.</param>
    void Take(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value);
}
