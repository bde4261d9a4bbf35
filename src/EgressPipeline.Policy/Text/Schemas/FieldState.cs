namespace EgressPipeline.Policy.Text.Schemas;

/// <summary>Whether the product does what a field asks for.</summary>
internal enum FieldState
{
    Implemented,

    /// <summary>Istio has the field; writing it is an error that says so.</summary>
    NotYet,

    /// <summary>Istio has the field, which can mean nothing here; writing it is an error that says why.</summary>
    Refused,
}
