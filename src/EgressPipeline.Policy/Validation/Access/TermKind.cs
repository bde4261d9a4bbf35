namespace EgressPipeline.Policy.Validation.Access;

/// <summary>How the values of a term are compared.</summary>
internal enum TermKind
{
    /// <summary><c>*</c>, <c>prefix*</c>, <c>*suffix</c> or an exact text.</summary>
    Glob,

    /// <summary>Like <see cref="Glob"/>, in any case and with an optional port.</summary>
    Host,

    /// <summary>An address or CIDR range.</summary>
    Address,

    /// <summary>Equal or not: ports, service accounts, path templates.</summary>
    Exact,

    /// <summary>Like <see cref="Glob"/>, of a list that may have several: that it has one says nothing about another.</summary>
    Items,

    /// <summary><c>issuer/subject</c> with asterisks in places of their own: only equal values are known to mean the same.</summary>
    RequestPrincipal,
}
