using EgressPipeline.Interception.Rules;

namespace EgressPipeline.Interception.Applying;

/// <summary>Puts the rules of one kind into the kernel and takes them back. Problems are lines for the operator; none means success.</summary>
internal interface IRuleKeeper
{
    /// <summary>Programs and rights that are missing, before anything is changed.</summary>
    IReadOnlyList<string> Missing(InterceptOptions options);

    /// <summary>Makes the rules those of the options, whatever of ours was there. After a problem it is as it was before.</summary>
    Task<IReadOnlyList<string>> ApplyAsync(InterceptOptions options);

    /// <summary>Takes back what is there of ours, and nothing else. Nothing being there is success.</summary>
    Task<IReadOnlyList<string>> RemoveAsync();

    /// <summary>How the kernel's rules differ from those of the options; none when they are the same.</summary>
    Task<IReadOnlyList<string>> DifferencesAsync(InterceptOptions options);
}
