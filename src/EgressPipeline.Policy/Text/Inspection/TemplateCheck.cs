using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Text.Inspection;

/// <summary>Finds template text among the keys and values of a document: it parses, but means nothing yet.</summary>
internal static class TemplateCheck
{
    /// <summary>True (reported) when the document has not been rendered, so that nothing else about it can be judged.</summary>
    public static bool Report(YamlNode node, DiagnosticBag bag)
    {
        switch (node)
        {
            case YamlScalar scalar:
                return Report(scalar, bag);
            case YamlSequence sequence:
                var any = false;
                foreach (var item in sequence.Items)
                    any |= Report(item, bag);
                return any;
            default:
                return Report((YamlMapping)node, bag);
        }
    }

    private static bool Report(YamlMapping mapping, DiagnosticBag bag)
    {
        var any = false;
        foreach (var entry in mapping.Entries)
        {
            any |= Report(entry.Key, bag);
            // What is answered to the caller, or told to a filter, may well be a template for somebody else.
            if (entry.Key.Value is not ("directResponse" or "config"))
                any |= Report(entry.Value, bag);
        }
        return any;
    }

    private static bool Report(YamlScalar scalar, DiagnosticBag bag)
    {
        if (TemplateMarks.Find(scalar.Value, out _) is not { } mark)
            return false;
        bag.Report(TextDiagnostics.Template, scalar.Source, mark);
        return true;
    }
}
