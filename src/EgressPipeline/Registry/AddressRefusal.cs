using System.Net;

namespace EgressPipeline.Registry;

/// <summary>Why an address is not dialled.</summary>
internal readonly record struct AddressRefusal(EgressErrorReason Reason, string Text)
{
    public EgressError Error => new(Reason, FailureSide.Local, Retryability.Never);

    public static AddressRefusal Loop(IPEndPoint endPoint) =>
        new(EgressErrorReason.Loop, $"{endPoint} is a listener of this sidecar");

    public static AddressRefusal Guarded(IPEndPoint endPoint, AddressClass found) =>
        new(EgressErrorReason.AddressGuarded, $"{endPoint.Address} is {Describe(found)}; a service that may reach it declares it as an endpoint, in addresses, or in the annotation egresspipeline.dev/allowed-cidrs");

    private static string Describe(AddressClass found) => found switch
    {
        AddressClass.Unspecified => "no address",
        AddressClass.Loopback => "a loopback address",
        AddressClass.LinkLocal => "a link-local address",
        AddressClass.Metadata => "a cloud metadata address",
        AddressClass.Private => "a private address",
        AddressClass.UniqueLocal => "a unique-local address",
        AddressClass.CarrierGrade => "a carrier-grade NAT address",
        AddressClass.Multicast => "a multicast address",
        AddressClass.Broadcast => "the broadcast address",
        AddressClass.Benchmark => "a benchmarking address",
        AddressClass.Documentation => "a documentation address",
        AddressClass.Reserved => "a reserved address",
        _ => "a public address",
    };
}
