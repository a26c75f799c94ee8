using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Courseware.Kernel.Sessions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.Recommendations;
using Microsoft.CodeAnalysis.Text;

namespace Courseware.Kernel.Editing;

/// <summary>Roslyn's recommender over a chain of compilations that we made ourselves, given up when it does not answer in time.</summary>
/// <remarks>
/// It wants a syntax tree that belongs to a document of a workspace, but takes any semantic model of that tree: so the document is alone,
/// and the model is the chain's. It may wait for the thread pool, which what a cell started can hold for as long as it likes: so it has a
/// thread of its own, and one that hangs is left to itself. Only here are the Workspaces assemblies touched; they are loaded with the first
/// completion.
/// </remarks>
internal sealed class Recommendations
{
    private const int Stack = 16 << 20;

    // The default host also looks for the editor features, which are not there.
    private static readonly Lazy<MefHostServices> s_host = new(() => MefHostServices.Create(
        [typeof(Workspace).Assembly, typeof(Microsoft.CodeAnalysis.CSharp.Formatting.CSharpFormattingOptions).Assembly]));

    private static int s_hanging;

    private readonly CellCompiler _compiler;
    private readonly string _code;
    private readonly int _position;
    private readonly CancellationToken _cancellation;
    private (CellDraft Draft, ImmutableArray<ISymbol> Symbols)? _answer;
    private ExceptionDispatchInfo? _failure;

    private Recommendations(CellCompiler compiler, string code, int position, CancellationToken cancellation)
    {
        _compiler = compiler;
        _code = code;
        _position = position;
        _cancellation = cancellation;
    }

    /// <summary>What may stand at a position, whatever word has been begun there, and the draft that it belongs to.</summary>
    /// <param name="patience">Not above zero: it is not asked at all.</param>
    /// <returns>Null when there is no answer in time, or an earlier question still hangs.</returns>
    public static (CellDraft Draft, ImmutableArray<ISymbol> Symbols)? Ask(CellCompiler compiler, string code, int position,
        TimeSpan patience, CancellationToken cancellation)
    {
        if (patience <= TimeSpan.Zero || Volatile.Read(ref s_hanging) > 0)
            return null;
        var asked = new Recommendations(compiler, code, position, cancellation);
        var hangs = 0;
        var thread = new Thread(
            () =>
            {
                asked.Answer();
                if (Interlocked.Exchange(ref hangs, -1) == 1)
                    Interlocked.Decrement(ref s_hanging);
            },
            Stack)
        { IsBackground = true, Name = "recommender" };
        thread.Start();
        if (!thread.Join(patience))
        {
            Interlocked.Increment(ref s_hanging);
            if (Interlocked.CompareExchange(ref hangs, 1, 0) == 0)
                return null;
            Interlocked.Decrement(ref s_hanging); // it ended meanwhile
            thread.Join();
        }
        asked._failure?.Throw();
        return asked._answer;
    }

    private void Answer()
    {
        try
        {
            var project = ProjectId.CreateNewId();
            var cell = DocumentId.CreateNewId(project);
            // The tree is handed in: a document would parse its text on a thread of the pool.
            var root = CSharpSyntaxTree.ParseText(_code, CellDraft.ParseOptions, "cell", cancellationToken: _cancellation)
                .GetRoot(_cancellation);
            using var workspace = new OneCell();
            workspace.Set(workspace.CurrentSolution
                .AddProject(ProjectInfo.Create(project, VersionStamp.Default, "draft", "draft", LanguageNames.CSharp,
                    parseOptions: CellDraft.ParseOptions))
                .AddDocument(DocumentInfo.Create(cell, "cell", sourceCodeKind: SourceCodeKind.Script,
                    loader: TextLoader.From(TextAndVersion.Create(SourceText.From(_code), VersionStamp.Default)), filePath: "cell"))
                .WithDocumentSyntaxRoot(cell, root));
            if (!workspace.CurrentSolution.GetDocument(cell)!.TryGetSyntaxTree(out var tree))
                return;
            var draft = new CellDraft(_compiler, tree);
#pragma warning disable CS0618 // The newer form takes only models that the workspace made, and a workspace cannot chain our compilations.
            var symbols = Recommender.GetRecommendedSymbolsAtPosition(draft.ModelOf(draft.TokenBefore(_position)), _position, workspace,
                cancellationToken: _cancellation);
#pragma warning restore CS0618
            _answer = (draft, [.. symbols]);
        }
        catch (Exception e)
        {
            // Whatever it stumbles over, a plain lookup may not; what the asker has to know is thrown at him.
            if (e is OperationCanceledException or InsufficientExecutionStackException)
                _failure = ExceptionDispatchInfo.Capture(e);
        }
    }

    private sealed class OneCell() : Workspace(s_host.Value, "notebook")
    {
        public void Set(Solution solution) => SetCurrentSolution(solution);
    }
}
