using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.Recommendations;
using Microsoft.CodeAnalysis.Text;

namespace Courseware.Host.Editing;

/// <summary>Roslyn's recommender over a chain of compilations that we made ourselves.</summary>
/// <remarks>
/// It wants a syntax tree that belongs to a document of a workspace, but takes any semantic model of that tree: so the document stands alone, and the model is the chain's.
/// Only here are the Workspaces assemblies touched; they are loaded with the first completion.
/// </remarks>
internal sealed class Recommendations : IDisposable
{
    // The default host also looks for the editor features, which are not there.
    private static readonly Lazy<MefHostServices> s_host = new(() => MefHostServices.Create(
        [typeof(Workspace).Assembly, typeof(Microsoft.CodeAnalysis.CSharp.Formatting.CSharpFormattingOptions).Assembly]));

    private readonly OneCell _workspace = new();

    public Recommendations(string code)
    {
        var project = ProjectId.CreateNewId();
        var cell = DocumentId.CreateNewId(project);
        // The tree is handed in: a document would parse its text on a thread of the pool, and a cell may hold all of them.
        var root = CSharpSyntaxTree.ParseText(code, CellDraft.ParseOptions, "cell").GetRoot();
        var document = _workspace.CurrentSolution
            .AddProject(ProjectInfo.Create(project, VersionStamp.Default, "draft", "draft", LanguageNames.CSharp, parseOptions: CellDraft.ParseOptions))
            .AddDocument(DocumentInfo.Create(cell, "cell", sourceCodeKind: SourceCodeKind.Script, loader: TextLoader.From(TextAndVersion.Create(SourceText.From(code), VersionStamp.Default)), filePath: "cell"))
            .WithDocumentSyntaxRoot(cell, root);
        _workspace.Set(document);
        Tree = _workspace.CurrentSolution.GetDocument(cell)!.TryGetSyntaxTree(out var tree) ? tree : throw new InvalidOperationException("The document does not hold the tree that it was given.");
    }

    public SyntaxTree Tree { get; }

    /// <summary>What may stand at a position, whatever word has been begun there.</summary>
    public IEnumerable<ISymbol> At(SemanticModel model, int position, CancellationToken cancellation) =>
#pragma warning disable CS0618 // The newer form takes only models that the workspace made, and a workspace cannot chain our compilations.
        Recommender.GetRecommendedSymbolsAtPosition(model, position, _workspace, cancellationToken: cancellation);
#pragma warning restore CS0618

    public void Dispose() => _workspace.Dispose();

    private sealed class OneCell() : Workspace(s_host.Value, "notebook")
    {
        public void Set(Solution solution) => SetCurrentSolution(solution);
    }
}
