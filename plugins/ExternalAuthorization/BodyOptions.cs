using EgressPipeline;

namespace ExternalAuthorization;

/// <summary>How much of a request's body the authorizer sees.</summary>
public sealed class BodyOptions
{
    /// <summary>Most bytes that are held back and sent.</summary>
    [Option("Most bytes of the body that are held back and sent to the authorizer.", Min = 1, Max = 1_048_576)]
    public required int MaxBytes { get; init; }

    /// <summary>True sends the beginning of a larger body; false refuses the call with 413.</summary>
    [Option("A larger body: true sends its beginning, false refuses the call with 413.")]
    public bool AllowPartialMessage { get; init; }

    /// <summary>True sends bytes as they are in <c>raw_body</c>; false sends text in <c>body</c>.</summary>
    [Option("Sends the bytes as they are ('raw_body') and not as text ('body').")]
    public bool PackAsBytes { get; init; }
}
