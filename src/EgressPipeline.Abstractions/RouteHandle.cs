namespace EgressPipeline;

/// <summary>
/// A routing rule of a VirtualService, by the name that a compiled policy table gives it (<c>Egress.Routes.Payments.Canary</c>).
/// Immutable; compares by value.
/// </summary>
/// <param name="Id">As decisions and logs print it: <c>VirtualService/default/payments#http[0]</c>.</param>
/// <param name="Name">Its name in the YAML, or its position (<c>http[0]</c>): what <see cref="EgressRequest.Route"/> says.</param>
/// <param name="Index">Its position among the rules of its protocol, from 0.</param>
/// <param name="File">The YAML file, relative to the project that compiled it.</param>
/// <param name="Line">Line in <paramref name="File"/>, 1-based.</param>
public readonly record struct RouteHandle(string Id, string Name, int Index, string File, int Line);
