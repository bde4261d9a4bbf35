namespace EgressPipeline.Policy.Text.Schemas;

/// <summary>A field of an object: its type, whether it must be written, and whether the product implements it.</summary>
/// <param name="Reason">Why it is refused; null for other states.</param>
internal sealed record FieldSchema(string Name, ValueSchema Schema, bool IsRequired, FieldState State, string? Reason = null);
