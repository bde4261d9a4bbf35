using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Validation;

/// <summary>Rules for loadBalancer.consistentHash.</summary>
internal static class ConsistentHashValidator
{
    /// <summary>What a request has instead of header lines.</summary>
    private static readonly string[] PseudoHeaders = [":authority", ":method", ":path"];

    public static void Validate(ConsistentHashRule hash, DiagnosticBag bag)
    {
        if (hash is { HttpHeaderName: null, HttpCookie: null, HttpQueryParameterName: null, UseSourceIp: false })
            Report(hash.Source, "it needs a key: httpHeaderName, httpCookie, useSourceIp or httpQueryParameterName", bag);
        if (hash.HttpHeaderName is { } header && !HttpTokens.IsToken(header.Value) && Array.IndexOf(PseudoHeaders, header.Value) < 0)
            Report(header.Source, "'" + header.Value + "' is no header name", bag);
        if (hash.HttpQueryParameterName is { Value.Length: 0 } parameter)
            Report(parameter.Source, "the query parameter needs a name", bag);
        if (hash.HttpCookie is { } cookie)
            CheckCookie(cookie, bag);
        CheckSizes(hash, bag);
    }

    private static void CheckSizes(ConsistentHashRule hash, DiagnosticBag bag)
    {
        if (hash.MinimumRingSize is { Value: > HashPlan.MaxRingSize } ring)
            Report(ring.Source, "minimumRingSize " + ring.Value + " is above " + HashPlan.MaxRingSize, bag);
        if (hash.Maglev is not { } maglev)
            return;
        var size = maglev.TableSize?.Value ?? 0;
        if (size == 0)
            Report(maglev.Source, "maglev needs a tableSize", bag);
        else if (size >= HashPlan.MaxMaglevTable || !IsPrime(size))
            Report(maglev.TableSize!.Source, "tableSize " + size + " is not a prime below " + HashPlan.MaxMaglevTable, bag);
    }

    private static void CheckCookie(CookieRule cookie, DiagnosticBag bag)
    {
        if (cookie.Name is { Value.Length: 0 } name)
            Report(name.Source, "the cookie needs a name", bag);
        else if (cookie.Name is { } written && !HttpTokens.IsToken(written.Value))
            Report(written.Source, "'" + written.Value + "' is no cookie name", bag);
        if (cookie.Path is { } path && !IsAttributeText(path.Value))
            Report(path.Source, "the path of a cookie has neither ';' nor control characters", bag);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var attribute in cookie.Attributes)
            CheckAttribute(attribute, seen, bag);
    }

    private static void CheckAttribute(CookieAttributeRule attribute, HashSet<string> seen, DiagnosticBag bag)
    {
        if (attribute.Value is { } value && !IsAttributeText(value.Value))
            Report(value.Source, "the value of a cookie attribute has neither ';' nor control characters", bag);
        if (attribute.Name is not { } name)
            return;
        if (name.Value.Length == 0)
            Report(name.Source, "a cookie attribute needs a name", bag);
        else if (!HttpTokens.IsToken(name.Value))
            Report(name.Source, "'" + name.Value + "' is no name of a cookie attribute", bag);
        else if (!seen.Add(name.Value))
            Report(name.Source, "cookie attribute '" + name.Value + "' is there twice", bag);
    }

    /// <summary>RFC 6265 §4.1.1: any character but controls and the semicolon.</summary>
    private static bool IsAttributeText(string text)
    {
        foreach (var c in text)
            if (c is < ' ' or >= (char)0x7F or ';')
                return false;
        return true;
    }

    private static bool IsPrime(long number)
    {
        if (number < 4)
            return number > 1;
        if (number % 2 == 0)
            return false;
        for (var factor = 3L; factor * factor <= number; factor += 2)
            if (number % factor == 0)
                return false;
        return true;
    }

    private static void Report(SourceRef source, string what, DiagnosticBag bag) => bag.Report(DestinationRuleDiagnostics.BadHash, source, what);
}
