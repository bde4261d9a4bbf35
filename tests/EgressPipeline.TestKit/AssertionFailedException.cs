namespace EgressPipeline.TestKit;

/// <summary>An assertion of the kit does not hold; every test framework reports it as a failed test.</summary>
/// <param name="message">What was expected and what there was.</param>
public sealed class AssertionFailedException(string message) : Exception(message);
