using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Validation;

/// <summary>Rules for header names and values.</summary>
internal static class HeaderOperationsValidator
{
    public static void Validate(HeaderOperationsRule? headers, DiagnosticBag bag)
    {
        if (headers is null)
            return;
        CheckValues(headers.Request.Set, isRequest: true, bag);
        CheckValues(headers.Request.Add, isRequest: true, bag);
        CheckValues(headers.Response.Set, isRequest: false, bag);
        CheckValues(headers.Response.Add, isRequest: false, bag);
        foreach (var name in headers.Request.Remove)
            CheckName(name, allowAuthority: false, bag);
        foreach (var name in headers.Response.Remove)
            CheckName(name, allowAuthority: false, bag);
    }

    public static bool IsAuthority(string name) =>
        string.Equals(name, ":authority", StringComparison.OrdinalIgnoreCase) || string.Equals(name, "host", StringComparison.OrdinalIgnoreCase);

    /// <summary>A name to match by; pseudo-headers are allowed.</summary>
    public static void CheckMatchName(Located<string> name, DiagnosticBag bag)
    {
        var text = name.Value.Length > 0 && name.Value[0] == ':' ? name.Value.Substring(1) : name.Value;
        if (!HttpTokens.IsToken(text))
            bag.Report(ValueDiagnostics.BadHeaderName, name.Source, name.Value, text.Length == 0 ? "it is empty" : "it has a character that no header name has");
    }

    private static void CheckValues(HeaderValueRule[] values, bool isRequest, DiagnosticBag bag)
    {
        foreach (var value in values)
        {
            CheckName(value.Name, allowAuthority: isRequest, bag);
            CheckValue(value, isRequest, bag);
        }
    }

    private static void CheckName(Located<string> name, bool allowAuthority, DiagnosticBag bag)
    {
        if (allowAuthority && IsAuthority(name.Value))
            return;
        if (IsAuthority(name.Value) || (name.Value.Length > 0 && name.Value[0] == ':'))
            bag.Report(ValueDiagnostics.BadHeaderName, name.Source, name.Value, "pseudo-headers and Host cannot be changed");
        else
            CheckMatchName(name, bag);
    }

    private static void CheckValue(HeaderValueRule header, bool isRequest, DiagnosticBag bag)
    {
        foreach (var c in header.Value)
            if (c is (< ' ' and not '\t') or '\u007F')
            {
                bag.Report(ValueDiagnostics.BadHeaderValue, header.Name.Source, header.Name.Value, "it has a control character");
                return;
            }
        if (header.Value.IndexOf('%') < 0)
            return;
        var value = new HeaderValueParser(header.Value, isAnswer: !isRequest);
        // What a request is judged by is what it is sent to.
        var problem = value.Problem ?? (IsAuthority(header.Name.Value) && value.Segments.Any(segment => segment.Source != HeaderSource.Literal) ? "the host cannot be put together from the call" : null);
        if (problem is not null)
            bag.Report(ValueDiagnostics.BadHeaderValue, header.Name.Source, header.Name.Value, problem);
        else if (value.Unknown is { } word)
            bag.Report(BindingDiagnostics.NotImplemented, header.Name.Source, "the substitution %" + word + "% in the value of header '" + header.Name.Value + "'");
    }
}
