namespace EgressPipeline;

/// <summary>The phases a filter takes part in; only these are called.</summary>
[Flags]
public enum FilterPhases
{
    /// <summary>None.</summary>
    None = 0,
    /// <summary><see cref="IRequestFilter.OnRequestAsync"/>.</summary>
    Request = 1,
    /// <summary><see cref="IRequestFilter.OnResponseAsync"/>.</summary>
    Response = 1 << 1,
    /// <summary><see cref="IRequestFilter.OnCompleted"/>.</summary>
    Completed = 1 << 2,
}
