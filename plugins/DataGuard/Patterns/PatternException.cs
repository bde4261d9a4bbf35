namespace DataGuard.Patterns;

/// <summary>A pattern that cannot be used; the message says why and what to write instead.</summary>
internal sealed class PatternException(string message) : Exception(message);
