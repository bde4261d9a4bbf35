namespace EgressPipeline.Policy;

/// <summary>One policy file as read: its path as it shall appear in messages, and its whole text.</summary>
public sealed record PolicyFile(string Path, string Text);
