namespace EgressPipeline.Policy.Rules;

/// <summary>ServiceEntry.location; unset is <see cref="MeshExternal"/>.</summary>
public enum ServiceLocation { MeshExternal, MeshInternal }
