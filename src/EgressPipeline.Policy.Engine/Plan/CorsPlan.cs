using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Plan;

/// <summary>How an http rule answers calls from other origins, as Envoy's cors filter does.</summary>
public sealed class CorsPlan
{
    private static ReadOnlySpan<byte> Any => "*"u8;

    /// <summary>Conditions on the Origin field (OR); one that the text <c>*</c> fulfils allows every origin.</summary>
    public required ByteMatch[] AllowOrigins { get; init; }

    /// <summary>Value of access-control-allow-methods, comma-separated; <c>*</c> repeats what was asked for, empty = not sent.</summary>
    public byte[] AllowMethods { get; init; } = [];

    /// <summary>Value of access-control-allow-headers, likewise.</summary>
    public byte[] AllowHeaders { get; init; } = [];

    /// <summary>Value of access-control-expose-headers; empty = not sent.</summary>
    public byte[] ExposeHeaders { get; init; } = [];

    /// <summary>Seconds for which the answer to a preflight may be kept; null = not said.</summary>
    public int? MaxAge { get; init; }

    public bool AllowCredentials { get; init; }

    /// <summary>True when preflights from an origin that is not allowed are answered here (without allowing it), false when they are forwarded.</summary>
    public bool AnswersUnmatched { get; init; }

    /// <summary>True when the origin is an allowed one.</summary>
    public bool Allows(ReadOnlySpan<byte> origin)
    {
        foreach (var allowed in AllowOrigins)
            if (allowed.IsMatch(Any) || allowed.IsMatch(origin))
                return true;
        return false;
    }
}
