using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Courseware.Kernel.Sessions;

internal sealed partial class CellCompiler
{
    private DraftReferences? _draftReferences;

    /// <summary>An unfinished cell seen after those accepted so far; it is never accepted itself. Safe while a cell runs.</summary>
    public CSharpCompilation Draft(SyntaxTree tree)
    {
        var references = Volatile.Read(ref _draftReferences)
            ?? Interlocked.CompareExchange(ref _draftReferences, new DraftReferences(References), null) ?? _draftReferences;
        return After(CSharpCompilation.CreateScriptCompilation("Draft", tree, null, Options("Draft", references, _files), null,
            typeof(object)), History.Whole().Head, int.MaxValue);
    }
}
