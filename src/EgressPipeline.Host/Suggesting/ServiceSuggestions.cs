using System.Net;
using System.Net.Sockets;
using EgressPipeline.Policy;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Validation;
using EgressPipeline.Registry;

namespace EgressPipeline.Host.Suggesting;

/// <summary>Collects ServiceEntries for destinations that nothing declares, one a name or address.</summary>
internal sealed class ServiceSuggestions
{
    private readonly Dictionary<string, ServiceSuggestion> _byHost = new(StringComparer.Ordinal);
    private readonly List<ServiceSuggestion> _all = [];

    /// <returns>Why no service is suggested for the call, or null when one is.</returns>
    public string? Add(RefusedCall call)
    {
        var address = call.Address.IsNone ? null : call.Address.ToAddress();
        if (address is not null && Refusal(address) is { } refusal)
            return refusal;
        var host = address is null ? call.Host : Placeholder(address);
        if (!_byHost.TryGetValue(host, out var service))
        {
            service = new ServiceSuggestion(host, address);
            if (Problem(service, call) is { } problem)
                return problem;
            service = new ServiceSuggestion(host, address);
            _byHost.Add(host, service);
            _all.Add(service);
        }
        service.Add(call);
        return null;
    }

    public IEnumerable<string> Write(DocumentNames names, string defaultNamespace) => _all.Select(service => service.Write(names, defaultNamespace));

    /// <summary>Addresses that are never suggested: whoever calls them should have to write that down by hand.</summary>
    private static string? Refusal(IPAddress address) => AddressClassifier.Classify(address) switch
    {
        AddressClass.Metadata => "it is the cloud's metadata service, which hands out credentials",
        AddressClass.Loopback => "it is this machine itself",
        AddressClass.LinkLocal or AddressClass.Unspecified or AddressClass.Multicast or AddressClass.Broadcast or AddressClass.Reserved => "it is no address of a service",
        _ => null,
    };

    /// <summary>A name that policies cannot declare (an underscore, a number as last label) is found by trying.</summary>
    private static string? Problem(ServiceSuggestion service, RefusedCall call)
    {
        service.Add(call);
        var text = service.Write(new DocumentNames([]), "default");
        var error = PolicySet.Read([new PolicyFile("suggestion", text)], ValidationOptions.Isolated).Diagnostics.FirstOrDefault(d => d.Severity == Severity.Error);
        return error is null ? null : "no policy can declare it: " + error.Message;
    }

    private static string Placeholder(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return address.ToString().Replace('.', '-') + ".address.invalid";
        var bytes = address.GetAddressBytes();
        return string.Join('-', Enumerable.Range(0, 8).Select(i => (bytes[2 * i] << 8 | bytes[2 * i + 1]).ToString("x", System.Globalization.CultureInfo.InvariantCulture))) + ".address.invalid";
    }
}
