using System.Buffers;

namespace EgressPipeline.Authentication;

/// <summary>The bytes that a token is made of: base64url and the dots between its parts.</summary>
internal static class TokenBytes
{
    public static readonly SearchValues<byte> All = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."u8);
}
