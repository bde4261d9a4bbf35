namespace EgressPipeline.Packages.Tests;

/// <summary>Tests that share the packed packages.</summary>
[CollectionDefinition(nameof(PackageCollection))]
public sealed class PackageCollection : ICollectionFixture<PackageFeed>;
