namespace EgressPipeline.Policy.Image.Parts;

/// <summary>Which <see cref="Authorization.AuthorizationClause"/> follows.</summary>
internal enum ClauseKind { Address, Header, Host, Path, Port, ServiceAccount, Text, User, Executable, Opaque, RequestPrincipal, Claim }
