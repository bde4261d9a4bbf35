namespace EgressPipeline;

/// <summary>
/// A subset of a service, by the name that a compiled policy table gives it (<c>Egress.Subsets.Payments.V2</c>). Only subsets
/// that some route leads to have one. Immutable; compares by value.
/// </summary>
/// <param name="Id">The DestinationRule as logs print it: <c>DestinationRule/default/payments</c>.</param>
/// <param name="Name">The subset's name in the YAML.</param>
/// <param name="Host">The host that it is a part of, lower-case; the first in ordinal order where there are several.</param>
/// <param name="Index">Position of its first cluster in the plan.</param>
/// <param name="File">The YAML file, relative to the project that compiled it.</param>
/// <param name="Line">Line in <paramref name="File"/>, 1-based.</param>
public readonly record struct SubsetHandle(string Id, string Name, string Host, int Index, string File, int Line);
