using System.Text.Json.Serialization;
using EgressPipeline.Admin.Views;

namespace EgressPipeline.Admin;

/// <summary>JSON of the admin API, generated at build time: no reflection, so it also works compiled ahead of time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(ConfigView))]
[JsonSerializable(typeof(IReadOnlyList<ClusterView>))]
[JsonSerializable(typeof(IReadOnlyList<LimitView>))]
[JsonSerializable(typeof(DenialsView))]
[JsonSerializable(typeof(IReadOnlyList<CertificateReport>))]
[JsonSerializable(typeof(VersionView))]
[JsonSerializable(typeof(HealthView))]
[JsonSerializable(typeof(ReloadReport))]
[JsonSerializable(typeof(ErrorView))]
internal sealed partial class AdminJson : JsonSerializerContext;
