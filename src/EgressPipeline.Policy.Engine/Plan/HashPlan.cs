namespace EgressPipeline.Policy.Plan;

/// <summary>Consistent hashing: which part of a call is the key, and how large the table is that keys are looked up in.</summary>
public sealed record HashPlan
{
    /// <summary>Entries of a ring at most, as in Envoy.</summary>
    public const int MaxRingSize = 8 * 1024 * 1024;

    /// <summary>Bound of a Maglev table, as in Envoy.</summary>
    public const int MaxMaglevTable = 5_000_011;

    public required HashSource Source { get; init; }

    /// <summary>Name of the header (lower case), cookie or query parameter; empty for the source address.</summary>
    public string Name { get; init; } = "";

    /// <summary>The cookie that a caller without one is given; null = none is made.</summary>
    public NewCookiePlan? NewCookie { get; init; }

    /// <summary>Entries of the ring at least, or of the Maglev table exactly.</summary>
    public required int TableSize { get; init; }

    /// <summary>All of it, in words.</summary>
    public override string ToString() => Key() + ", table of " + TableSize + (NewCookie is null ? "" : ", a new cookie " + NewCookie);

    private string Key() => Source switch
    {
        HashSource.Header => "header " + Name,
        HashSource.Cookie => "cookie " + Name,
        HashSource.QueryParameter => "query parameter " + Name,
        _ => "source address",
    };
}

/// <summary>What consistent hashing takes as the key of a call.</summary>
public enum HashSource { Header, Cookie, SourceAddress, QueryParameter }

/// <summary>A cookie that the sidecar hands out so that later calls meet the same endpoint.</summary>
/// <param name="Path">Its path; empty = not said.</param>
/// <param name="MaxAge">Seconds it is kept; zero = for the session.</param>
/// <param name="Attributes">Further attributes, in order.</param>
public sealed record NewCookiePlan(string Path, int MaxAge, CookieAttributePlan[] Attributes)
{
    /// <summary>The part of Set-Cookie behind the value, as Envoy writes it.</summary>
    public override string ToString()
    {
        var text = MaxAge > 0 ? "; Max-Age=" + MaxAge : "";
        if (Path.Length > 0)
            text += "; Path=" + Path;
        foreach (var attribute in Attributes)
            text += "; " + attribute.Name + (attribute.Value.Length > 0 ? "=" + attribute.Value : "");
        return text + "; HttpOnly";
    }
}

/// <summary>One attribute of a cookie; an empty value = the name alone.</summary>
public sealed record CookieAttributePlan(string Name, string Value);
