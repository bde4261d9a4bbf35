namespace EgressPipeline.Policy.Comparison.Conditions;

/// <summary>
/// The fields of a call that conditions read one at a time. Kind of call, host, port and dialled address are not among them:
/// for these one call of every kind is judged (<see cref="Contexts.CallContext"/>).
/// </summary>
internal enum DimensionKind
{
    Caller,
    Method,
    Path,
    Scheme,

    /// <summary>A header by its name.</summary>
    Header,

    /// <summary>A query parameter by its name.</summary>
    Query,
    SourceAddress,

    /// <summary>The names below a wildcard, where a regular expression tells them apart.</summary>
    Host,

    /// <summary>Whether one condition holds that cannot be analysed, as if it hung on nothing else.</summary>
    Opaque,
}
