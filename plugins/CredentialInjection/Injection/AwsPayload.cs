namespace CredentialInjection.Injection;

/// <summary>What stands for a request's body in its signature.</summary>
internal enum AwsPayload
{
    /// <summary>There is no body.</summary>
    None,
    /// <summary>Its hash: the body is held until it is known.</summary>
    Held,
    /// <summary>Nothing: the body streams.</summary>
    Unsigned,
    /// <summary>Nothing, in the framing with a checksum at the end that S3 clients use.</summary>
    UnsignedWithTrailer,
    /// <summary>Signatures of pieces, which only the holder of the key can make.</summary>
    SignedByApplication,
}
