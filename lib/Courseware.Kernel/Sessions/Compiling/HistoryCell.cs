using System.Text;
using Courseware.Kernel.Packages;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Courseware.Kernel.Sessions;

/// <summary>What is kept of an accepted cell, to compile later ones with.</summary>
/// <param name="Text">The text that was compiled.</param>
/// <param name="Outline">A shorter one that declares the same; null when there is none.</param>
/// <param name="Files">The files that it loaded, as they were.</param>
internal sealed record HistoryCell(int Number, string Name, string Text, CellOutline? Outline, SourceReferenceResolver Files,
    PackageState? Packages, bool HasCode)
{
    private readonly Dictionary<DeclaredName, TextSpan> _hidden = [];
    private SyntaxTree? _outlineTree;
    private SyntaxTree? _textTree;

    /// <summary>The cells without which its declarations mean nothing.</summary>
    public required IReadOnlyList<int> Needs { get; init; }

    /// <summary>The shared types that were made up for it.</summary>
    public required SynthesizedTypes Synthesized { get; init; }

    /// <summary>Where its methods and usings are in the text.</summary>
    public required IReadOnlyDictionary<DeclaredName, TextSpan> Methods { get; init; }

    public SyntaxTree? OutlineTree => Outline is null ? null : _outlineTree ??= Parse(Outline.Text(_hidden.Values));

    public SyntaxTree TextTree => _textTree ??= Parse(WithoutHidden());

    /// <summary>The same cell without some of its methods.</summary>
    public HistoryCell Without(IEnumerable<DeclaredName> methods)
    {
        var copy = new HistoryCell(Number, Name, Text, Outline, Files, Packages, HasCode)
        {
            Needs = Needs,
            Synthesized = Synthesized,
            Methods = Methods
        };
        foreach (var (method, span) in _hidden)
            copy._hidden.Add(method, span);
        foreach (var method in methods)
            copy.Hide(method);
        return copy;
    }

    /// <summary>Takes a method out of what later cells see.</summary>
    public void Hide(DeclaredName method)
    {
        if (Methods.TryGetValue(method, out var span) && _hidden.TryAdd(method, span))
            _outlineTree = _textTree = null;
    }

    private SyntaxTree Parse(string text) => CSharpSyntaxTree.ParseText(text, CellCompiler.ParseOptions, Name, Encoding.UTF8);

    private string WithoutHidden()
    {
        if (_hidden.Count == 0)
            return Text;
        var text = Text.ToCharArray();
        foreach (var i in _hidden.Values.SelectMany(span => Enumerable.Range(span.Start, span.Length)))
            text[i] = text[i] is '\r' or '\n' ? text[i] : ' ';
        return new string(text);
    }
}
