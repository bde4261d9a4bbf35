using EgressPipeline;
using Microsoft.Extensions.Logging;

namespace CredentialInjection.OAuth;

/// <summary>What keeping a token needs of its surroundings.</summary>
/// <param name="Time">The clock.</param>
/// <param name="Random">Numbers from 0 to 1, so that many sidecars do not call at one moment.</param>
/// <param name="Logger">Is told problems, never secrets.</param>
/// <param name="Granted">Counts tokens.</param>
/// <param name="Failed">Counts calls that gave none.</param>
/// <param name="Stopping">Cancelled when the filter ends.</param>
internal sealed record TokenServices(TimeProvider Time, Func<double> Random, ILogger Logger, FilterCounter Granted, FilterCounter Failed, CancellationToken Stopping);
