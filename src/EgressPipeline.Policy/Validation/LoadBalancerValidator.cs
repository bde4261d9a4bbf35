using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation;

/// <summary>Rules for loadBalancer.</summary>
internal static class LoadBalancerValidator
{
    private const long MaxMaglevTable = 5_000_011;

    public static void Validate(LoadBalancerRule balancer, OutlierDetectionRule? outlier, DiagnosticBag bag)
    {
        if (balancer.ConsistentHash is { } hash)
            CheckHash(hash, bag);
        if (balancer.Locality is { } locality)
            LocalityValidator.Validate(locality, outlier, bag);
    }

    private static void CheckHash(ConsistentHashRule hash, DiagnosticBag bag)
    {
        if (hash.HttpCookie is { } cookie)
            CheckCookie(cookie, bag);
        if (hash.Maglev is not { } maglev)
            return;
        var size = maglev.TableSize?.Value ?? 0;
        if (size == 0)
            bag.Report(DestinationRuleDiagnostics.BadHash, maglev.Source, "maglev needs a tableSize");
        else if (size >= MaxMaglevTable || !IsPrime(size))
            bag.Report(DestinationRuleDiagnostics.BadHash, maglev.TableSize!.Source, "tableSize " + size + " is not a prime below " + MaxMaglevTable);
    }

    private static void CheckCookie(CookieRule cookie, DiagnosticBag bag)
    {
        if (cookie.Name is { Value.Length: 0 } name)
            bag.Report(DestinationRuleDiagnostics.BadHash, name.Source, "the cookie needs a name");
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var attribute in cookie.AttributeNames)
        {
            if (attribute is null)
                continue;
            if (attribute.Value.Length == 0)
                bag.Report(DestinationRuleDiagnostics.BadHash, attribute.Source, "a cookie attribute needs a name");
            else if (!seen.Add(attribute.Value))
                bag.Report(DestinationRuleDiagnostics.BadHash, attribute.Source, "cookie attribute '" + attribute.Value + "' is there twice");
        }
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
}
