using EgressPipeline;

namespace CredentialInjection.Tests.Support;

/// <summary>A body that was held whole.</summary>
internal sealed class FakeBody(byte[] bytes, EgressRequest request) : EgressBodyPiece
{
    public override ReadOnlySpan<byte> Bytes => bytes;
    public override bool IsLast => true;
    public override long Offset => 0;
    public override EgressRequest? Request => request;

    public override T State<T>() => request.State<T>();

    public override Span<byte> GetSpan(int sizeHint) => throw new FilterContractException(FilterFault.Capability, "the body is not for changing");

    public override void Advance(int count) => throw new FilterContractException(FilterFault.Capability, "the body is not for changing");
}
