namespace EgressPipeline.Policy.Text.Schemas;

/// <summary>A field of an object: its type, whether it must be written, and whether the product implements it.</summary>
internal sealed record FieldSchema(string Name, ValueSchema Schema, bool IsRequired, FieldState State);
