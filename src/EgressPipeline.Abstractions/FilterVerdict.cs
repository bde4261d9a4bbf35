namespace EgressPipeline;

/// <summary>The kinds of <see cref="FilterResult"/>.</summary>
public enum FilterVerdict
{
    /// <summary>Go on.</summary>
    Continue,
    /// <summary>Go on and call the body phase.</summary>
    ReadBody,
    /// <summary>Refuse.</summary>
    Refuse,
    /// <summary>Answer in place of the service.</summary>
    Answer,
    /// <summary>Judge again for another destination.</summary>
    Redirect,
}
