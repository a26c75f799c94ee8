using Microsoft.CodeAnalysis;
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

    private readonly AdhocWorkspace _workspace = new(s_host.Value);

    public Recommendations(string code, CancellationToken cancellation)
    {
        var project = ProjectId.CreateNewId();
        var source = TextLoader.From(TextAndVersion.Create(SourceText.From(code), VersionStamp.Default));
        _workspace.AddProject(ProjectInfo.Create(project, VersionStamp.Default, "draft", "draft", LanguageNames.CSharp, parseOptions: CellDraft.ParseOptions, documents:
            [DocumentInfo.Create(DocumentId.CreateNewId(project), "cell", sourceCodeKind: SourceCodeKind.Script, loader: source, filePath: "cell")]));
        Tree = _workspace.CurrentSolution.GetProject(project)!.Documents.Single().GetSyntaxTreeAsync(cancellation).GetAwaiter().GetResult()!;
    }

    public SyntaxTree Tree { get; }

    /// <summary>What may stand at a position, whatever word has been begun there.</summary>
    public IEnumerable<ISymbol> At(SemanticModel model, int position, CancellationToken cancellation) =>
#pragma warning disable CS0618 // The newer form takes only models that the workspace made, and a workspace cannot chain our compilations.
        Recommender.GetRecommendedSymbolsAtPosition(model, position, _workspace, cancellationToken: cancellation);
#pragma warning restore CS0618

    public void Dispose() => _workspace.Dispose();
}
