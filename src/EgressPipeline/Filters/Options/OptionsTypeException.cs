namespace EgressPipeline.Filters.Options;

/// <summary>An options class is built in a way that no configuration can be bound to: a mistake of the filter's author.</summary>
internal sealed class OptionsTypeException(string message) : Exception(message);
