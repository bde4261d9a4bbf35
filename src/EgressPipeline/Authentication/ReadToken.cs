using Microsoft.IdentityModel.JsonWebTokens;

namespace EgressPipeline.Authentication;

/// <summary>A token that is good as far as that can be said without keys.</summary>
internal sealed record ReadToken(JsonWebToken Jwt, TokenPayload Payload);
