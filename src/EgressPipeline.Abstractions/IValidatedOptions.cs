namespace EgressPipeline;

/// <summary>Options that have rules of their own besides those of their attributes.</summary>
public interface IValidatedOptions
{
    /// <summary>Reports what is wrong. Called once after binding when every single value is good. No I/O: files and networks change later.</summary>
    /// <param name="problems">Takes the findings.</param>
    void Validate(OptionProblems problems);
}
