using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace EgressPipeline.Generators.Tests.Driver;

/// <summary>A policy file as the compiler hands it over.</summary>
/// <param name="path">Absolute.</param>
/// <param name="text">Null: the compiler cannot read it.</param>
/// <param name="tables">What the targets file writes; null: no policy at all.</param>
internal sealed class PolicyAdditionalText(string path, string? text, string? tables) : AdditionalText
{
    /// <summary>As text: reading the file fails.</summary>
    public const string Fails = "\0fails";

    private readonly SourceText? _text = text is null ? null : SourceText.From(text, Encoding.UTF8);

    public string? Tables => tables;

    public override string Path => path;

    public override SourceText? GetText(CancellationToken cancellationToken = default) =>
        text == Fails ? throw new IOException("the disk is gone") : _text;
}
