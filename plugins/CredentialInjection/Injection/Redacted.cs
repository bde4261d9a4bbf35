namespace CredentialInjection.Injection;

/// <summary>What became of secrets in a head.</summary>
internal enum Redacted
{
    /// <summary>There were none.</summary>
    Nothing,
    /// <summary>They are gone.</summary>
    All,
    /// <summary>They stand where a filter can change nothing.</summary>
    Impossible,
}
