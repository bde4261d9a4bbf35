using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Validation;

/// <summary>Rules for destinations and their weights.</summary>
internal static class DestinationValidator
{
    public static void ValidateWeighted(WeightedDestinationRule[] destinations, DiagnosticBag bag)
    {
        var total = 0L;
        foreach (var destination in destinations)
        {
            Validate(destination.Destination, bag);
            HeaderOperationsValidator.Validate(destination.Headers, bag);
            var weight = destination.Weight.NumberOrZero();
            if (weight < 0)
                bag.Report(VirtualServiceDiagnostics.BadWeight, destination.Weight!.Source, "weight " + weight + " is negative");
            total += weight;
        }
        if (destinations.Length > 1 && total == 0)
            bag.Report(VirtualServiceDiagnostics.BadWeight, destinations[0].Source, "the weights of " + destinations.Length + " destinations add up to 0");
        else if (total > int.MaxValue)
            bag.Report(VirtualServiceDiagnostics.BadWeight, destinations[0].Source, "the weights add up to more than " + int.MaxValue);
    }

    public static void Validate(DestinationRefRule destination, DiagnosticBag bag)
    {
        // A missing host is the schema's finding.
        if (destination.Host is { } host)
        {
            if (host.Value == "*" || !DnsNames.IsWildcardDomain(host.Value))
                bag.Report(VirtualServiceDiagnostics.BadDestination, host.Source, host.Value, "is not a valid host");
        }
        if (destination.Subset is { Value.Length: > 0 } subset && !DnsNames.IsLabel(subset.Value))
            bag.Report(VirtualServiceDiagnostics.BadDestination, subset.Source, destination.Host.TextOrEmpty(), "has an invalid subset name '" + subset.Value + "'");
        if (destination.HasPort && destination.Port is null)
            bag.Report(VirtualServiceDiagnostics.BadDestination, destination.Source, destination.Host.TextOrEmpty(), "has a port without a number");
    }
}
