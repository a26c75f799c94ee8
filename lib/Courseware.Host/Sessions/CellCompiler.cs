using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Courseware.Host.Sessions;

/// <summary>Compiles cells one after the other, each seeing what those accepted before it declared.</summary>
/// <remarks>Only the first compilation is given the references and the default usings: the others inherit them. Handed to each, they cost megabytes a cell.</remarks>
internal sealed partial class CellCompiler(string folder)
{
    // .NET Interactive's, so that a notebook runs unchanged there, and the helpers that it also has.
    private static readonly ImmutableArray<string> s_usings =
    [
        "System", "System.IO", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading", "System.Threading.Tasks", "System.Linq",
        "Courseware.Host.Cells", "Courseware.Host.Cells.Helpers",
    ];

    private static readonly CSharpParseOptions s_parse = new(LanguageVersion.Latest, DocumentationMode.None, SourceCodeKind.Script);

    private static readonly Lazy<ImmutableArray<MetadataReference>> s_references =
        new(() => ReferenceResolver.Framework.Add(MetadataReference.CreateFromFile(typeof(Cells.Helpers).Assembly.Location)));

    private readonly Files _files = new(folder);
    private CSharpCompilation? _previous;
    private int _count;

    public ReferenceResolver References { get; } = new(folder);

    public CompiledCell Compile(CellSource cell, CancellationToken cancellation = default)
    {
        var tree = CSharpSyntaxTree.ParseText(SourceText.From(cell.Code, Encoding.UTF8), s_parse, cell.Name, cancellation);
        var number = ++_count;
        var compilation = Create(tree, number, _files);
        var packages = PackageErrors(tree).ToImmutableArray();
        var errors = packages.IsEmpty
            ? [.. compilation.GetDiagnostics(cancellation).Where(d => d.Severity == DiagnosticSeverity.Error)]
            : packages;
        var texts = compilation.SyntaxTrees.ToImmutableDictionary(t => t.FilePath, t => errors.IsEmpty ? Weave(compilation, t, cancellation) : new CellText(t.GetText(cancellation), []));
        if (texts.Values.All(text => text.Edits.IsEmpty))
            return new CompiledCell(cell, compilation, compilation, texts, errors);

        var files = new Files(folder, texts);
        var woven = CSharpSyntaxTree.ParseText(texts[cell.Name].Woven(), s_parse, cell.Name, cancellation);
        return new CompiledCell(cell, Create(woven, number, files), compilation, texts, errors);
    }

    // A cell that cannot be woven runs as it is: it can then be stopped at fewer places.
    private static CellText Weave(CSharpCompilation compilation, SyntaxTree tree, CancellationToken cancellation)
    {
        try
        {
            return Weaver.Weave(compilation, tree, cancellation);
        }
        catch (InsufficientExecutionStackException)
        {
            return new CellText(tree.GetText(cancellation), []);
        }
    }

    private CSharpCompilation Create(SyntaxTree tree, int number, Files files)
    {
        var options = Options($"Submission#{number}", isFirst: _previous is null, References).WithSourceReferenceResolver(files);
        return CSharpCompilation.CreateScriptCompilation(
            $"Submission{number}", tree, _previous is null ? s_references.Value : null, options, _previous, typeof(object));
    }

    private CSharpCompilationOptions Options(string className, bool isFirst, MetadataReferenceResolver references) => new(
        OutputKind.DynamicallyLinkedLibrary,
        scriptClassName: className,
        usings: isFirst ? s_usings : [],
        optimizationLevel: OptimizationLevel.Release,
        allowUnsafe: true,
        sourceReferenceResolver: _files,
        metadataReferenceResolver: references,
        assemblyIdentityComparer: DesktopAssemblyIdentityComparer.Default,
        nullableContextOptions: NullableContextOptions.Disable);

    /// <summary>Lets the cells that follow see this one. A cell that declares nothing is left out of the chain: it would only make it longer.</summary>
    public void Accept(CompiledCell cell)
    {
        if (_previous is null || cell.Declares)
            _previous = cell.Compilation;
    }

    [SuppressMessage("MicrosoftCodeAnalysisReleaseTracking", "RS2008", Justification = "A host's message, not an analyzer's rule.")]
    private static readonly DiagnosticDescriptor s_noPackages = new(
        "CW0001", "NuGet reference",
        "'#r \"nuget: …\"' is not supported by this host: name a built library with #r \"path/to/library.dll\" instead",
        "Notebook", DiagnosticSeverity.Error, isEnabledByDefault: true);

    private static IEnumerable<Diagnostic> PackageErrors(SyntaxTree tree) =>
        tree.GetCompilationUnitRoot().GetReferenceDirectives()
            .Where(directive => directive.File.ValueText.TrimStart().StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
            .Select(directive => Diagnostic.Create(s_noPackages, directive.GetLocation()));

    // A cell's name stays as it is in stack traces; it is not a file of the notebook's folder.
    private sealed class Files(string folder, ImmutableDictionary<string, CellText>? woven = null) : SourceFileResolver([], folder)
    {
        public override SourceText ReadText(string resolvedPath) => woven?.GetValueOrDefault(resolvedPath)?.Woven() ?? base.ReadText(resolvedPath);

        public override string? NormalizePath(string path, string? baseFilePath) => Path.IsPathRooted(path) ? base.NormalizePath(path, baseFilePath) : path;
    }
}
