namespace EgressPipeline.Policy.Filters;

/// <summary>The types that an option can have.</summary>
public enum OptionKind { Boolean, Integer, Number, Text, Duration, Choice, Object, List, Map }
