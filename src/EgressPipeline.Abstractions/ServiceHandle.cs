namespace EgressPipeline;

/// <summary>
/// A declared service, by the name that a compiled policy table gives it (<c>Egress.Services.ExternalApi</c>). Code that
/// names it does not build any more when the policy goes. Immutable; compares by value.
/// </summary>
/// <param name="Id">The ServiceEntry as decisions and logs print it: <c>ServiceEntry/default/external-api</c>.</param>
/// <param name="Name">The same without its kind, as <see cref="EgressRequest.Service"/> says it: <c>default/external-api</c>.</param>
/// <param name="Host">The first of its hosts in ordinal order, lower-case; a wildcard as declared.</param>
/// <param name="Index">What the table's <c>FindHost</c> returns for <paramref name="Host"/>; -1 when only routes lead to it.</param>
/// <param name="File">The YAML file, relative to the project that compiled it.</param>
/// <param name="Line">Line in <paramref name="File"/>, 1-based.</param>
public readonly record struct ServiceHandle(string Id, string Name, string Host, int Index, string File, int Line);
