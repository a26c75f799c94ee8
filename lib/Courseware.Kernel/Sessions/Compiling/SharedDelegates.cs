using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Courseware.Kernel.Sessions;

/// <summary>Gives the delegates that the compiler makes up for lambdas one owner each, whichever cells use them.</summary>
/// <remarks>
/// The compiler takes such a delegate over from the one compilation before, if that has it, and else makes it up once more: lambdas of one
/// shape in two cells would be of two types, and a list of both would fail where it runs. So each shape that occurs gets a small submission
/// of its own, and a cell with such lambdas is compiled just after all of those.
/// </remarks>
/// <param name="compile">A text under a number, after another compilation.</param>
internal sealed class SharedDelegates(Func<SyntaxTree, int, CSharpCompilation, CSharpCompilation> compile)
{
    private static readonly SyntaxTree s_nothing = CSharpSyntaxTree.ParseText("", CellCompiler.ParseOptions);

    private readonly List<(int Number, SyntaxTree Tree)> _owners = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Assemblies that have to be loaded before the next cell runs.</summary>
    public ConcurrentQueue<EmittedCell> ToLoad { get; } = new();

    /// <summary>Makes owners for a cell's delegates.</summary>
    /// <param name="root">A compilation that declares nothing.</param>
    public void Add(SynthesizedTypes types, CSharpCompilation root, Func<int> newNumber)
    {
        foreach (var (name, lambda) in types.Delegates.Where(type => type.Lambda is not null && _names.Add(type.Name)))
        {
            var owner = (Number: newNumber(),
                Tree: CSharpSyntaxTree.ParseText($"object.ReferenceEquals(null, {lambda});", CellCompiler.ParseOptions));
            ToLoad.Enqueue(EmittedCell.Of(compile(owner.Tree, owner.Number, After(root)), CancellationToken.None));
            _owners.Add(owner);
        }
    }

    /// <summary>A compilation with all the owners behind it, of which the next one takes its delegates.</summary>
    public CSharpCompilation After(CSharpCompilation previous)
    {
        if (_owners.Count == 0)
            return compile(s_nothing, 0, previous);
        foreach (var (number, tree) in _owners)
        {
            previous = compile(tree, number, previous);
            // It has none to give before it was emitted.
            EmittedCell.Of(previous, CancellationToken.None);
        }
        return previous;
    }
}
