namespace CredentialInjection.OAuth;

/// <summary>How long the token endpoint is left alone after failures in a row: doubled each time, with jitter, never shorter than it asked for.</summary>
internal static class FetchPause
{
    /// <summary>Longest pause that an endpoint can ask for.</summary>
    public static readonly TimeSpan MaxAskedFor = TimeSpan.FromMinutes(5);

    /// <param name="failures">Failures in a row, from 1.</param>
    /// <param name="askedFor">What the endpoint asked for.</param>
    /// <param name="options">First and longest pause.</param>
    /// <param name="random">0 to 1: where in the range from 80 to 120 % the pause lies.</param>
    public static TimeSpan After(int failures, TimeSpan askedFor, RefreshOptions options, double random)
    {
        var doubled = options.FirstPause * Math.Pow(2, Math.Min(failures - 1, 30));
        var pause = (doubled < options.MaxPause ? doubled : options.MaxPause) * (0.8 + (0.4 * random));
        var asked = askedFor < MaxAskedFor ? askedFor : MaxAskedFor;
        return pause > asked ? pause : asked;
    }
}
