namespace EgressPipeline.Tls;

/// <summary>A credential file that cannot be used; the message names the file. Never leaves <see cref="TlsMaterial.TryLoad"/>.</summary>
internal sealed class CredentialException(string message) : Exception(message);
