namespace EgressPipeline.Http;

/// <summary>Recognition and properties of methods. Methods are case-sensitive (RFC 9110 §9.1).</summary>
public static class KnownMethods
{
    /// <summary>The known method of this token, or <see cref="KnownMethod.Other"/>.</summary>
    public static KnownMethod Find(ReadOnlySpan<byte> method) => method.Length switch
    {
        3 when method.SequenceEqual("GET"u8) => KnownMethod.Get,
        3 when method.SequenceEqual("PUT"u8) => KnownMethod.Put,
        4 when method.SequenceEqual("POST"u8) => KnownMethod.Post,
        4 when method.SequenceEqual("HEAD"u8) => KnownMethod.Head,
        5 when method.SequenceEqual("PATCH"u8) => KnownMethod.Patch,
        5 when method.SequenceEqual("TRACE"u8) => KnownMethod.Trace,
        6 when method.SequenceEqual("DELETE"u8) => KnownMethod.Delete,
        7 when method.SequenceEqual("CONNECT"u8) => KnownMethod.Connect,
        7 when method.SequenceEqual("OPTIONS"u8) => KnownMethod.Options,
        _ => KnownMethod.Other,
    };

    /// <summary>Whether repeating the request has the effect of sending it once (RFC 9110 §9.2.2).</summary>
    public static bool IsIdempotent(KnownMethod method) => method
        is KnownMethod.Get or KnownMethod.Head or KnownMethod.Put or KnownMethod.Delete or KnownMethod.Options or KnownMethod.Trace;
}
