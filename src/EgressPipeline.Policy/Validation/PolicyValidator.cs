using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Validation;

/// <summary>Judges bound documents: every rule of one document, and what documents say about each other.</summary>
public static class PolicyValidator
{
    /// <summary>Adds every finding to the bag; a set without errors can be compiled.</summary>
    public static void Validate(PolicyDocuments documents, ValidationOptions options, DiagnosticBag bag)
    {
    }
}
