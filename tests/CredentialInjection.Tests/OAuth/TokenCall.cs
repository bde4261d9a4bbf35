namespace CredentialInjection.Tests.OAuth;

/// <summary>What a token endpoint was sent.</summary>
internal sealed record TokenCall(string Authorization, IReadOnlyDictionary<string, string> Form);
