using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Courseware.Kernel.Packages;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Courseware.Kernel.Sessions;

/// <summary>Compiles cells one after the other, each seeing what those accepted before it declared.</summary>
/// <remarks>
/// Only the first compilation, an empty one, is given the references and the default usings: the others inherit them. Handed to each, they cost megabytes a cell.
/// </remarks>
/// <param name="wholeUpTo">The number of cells up to which each is compiled after all of those before it.</param>
internal sealed partial class CellCompiler(string folder, int wholeUpTo = CellCompiler.WholeUpTo)
{
    internal const int WholeUpTo = 30;

    /// <summary>The namespace of what every cell can use without a <c>using</c>; nothing else of this assembly is for cells.</summary>
    internal const string CellNamespace = "Courseware.Kernel.Cells";

    // .NET Interactive's, so that a notebook runs unchanged there, and the helpers that it also has.
    private static readonly ImmutableArray<string> s_usings =
    [
        "System", "System.IO", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading", "System.Threading.Tasks", "System.Linq",
        CellNamespace, CellNamespace + ".Helpers",
    ];

    internal static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest, DocumentationMode.None, SourceCodeKind.Script);

    private static readonly Lazy<ImmutableArray<MetadataReference>> s_references =
        new(() => FrameworkAssemblies.References.Add(MetadataReference.CreateFromFile(typeof(CellCompiler).Assembly.Location)));

    private readonly Files _files = new(folder);
    private CSharpCompilation? _root;
    private CellHistory? _history;
    private int _count;

    public ReferenceResolver References { get; } = new(folder);

    public PackageSet Packages { get; } = new(folder);

    /// <summary>Compiles a cell that is only looked at: packages are taken from the cache or not at all.</summary>
    public CompiledCell Compile(CellSource cell, CancellationToken cancellation = default) => Compile(cell, report: null, cancellation);

    /// <param name="report">Told of the progress when packages have to be restored. Null: nothing is fetched for this compilation.</param>
    public CompiledCell Compile(CellSource cell, Action<PackageProgress>? report, CancellationToken cancellation)
    {
        var magics = Magics.Read(cell.Code);
        var tree = Parse(magics.Code, cell.Name, cancellation);
        var number = ++_count;
        var compilation = Create(tree, number, _files, null, Root);
        PackageState? packages = null;
        var errors = NestingError(cell, cancellation);
        if (errors.IsEmpty)
            errors = MagicErrors(cell, magics, cancellation);
        if (errors.IsEmpty)
            errors = AddPackages(ref compilation, ref packages, cell, magics, report, cancellation);
        var chain = History.For(compilation.SyntaxTrees);
        if (!errors.IsEmpty)
            return new CompiledCell(number, chain, cell, compilation, compilation, Plain(compilation, cancellation), errors) { Magics = magics, Packages = packages };

        // Errors, too, are told only of a cell that sees all the others.
        var compiled = EmitAfter(chain);
        if (!chain.IsWhole && (!compiled.Succeeded || CellOutline.HasUnspeakable(compiled)))
            compiled = EmitAfter(History.Whole());
        return !compiled.Succeeded && OtherLanguage(compiled.Errors) is { } other ? compiled with { Errors = [other] } : compiled;

        CompiledCell EmitAfter(CellChain follows)
        {
            var plain = After(compilation, follows.Head);
            var (used, texts, emitted, found) = Emit(cell, plain, (woven, files) => Create(woven, number, files, packages, follows.Head), cancellation);
            return new CompiledCell(number, follows, cell, used, plain, texts, found) { Magics = magics, Packages = packages, Emitted = emitted };
        }
    }

    // With its check points if it can have any; else, or if that does not compile, as it was written. So errors are always about what the author wrote.
    private (CSharpCompilation Used, ImmutableDictionary<string, CellText> Texts, EmittedCell? Emitted, ImmutableArray<Diagnostic> Errors) Emit(
        CellSource cell, CSharpCompilation plain, Func<SyntaxTree, Files, CSharpCompilation> create, CancellationToken cancellation)
    {
        var hasSyntaxErrors = plain.SyntaxTrees.Any(tree => tree.GetDiagnostics(cancellation).Any(d => d.Severity == DiagnosticSeverity.Error));
        if (!hasSyntaxErrors)
        {
            var texts = plain.SyntaxTrees.ToImmutableDictionary(tree => tree.FilePath, tree => Weave(plain, tree, cancellation));
            if (texts.Values.Any(text => !text.Edits.IsEmpty))
            {
                var tree = CSharpSyntaxTree.ParseText(texts[cell.Name].Woven(), ParseOptions, cell.Name, cancellation);
                var woven = create(tree, new Files(folder, texts));
                var emitted = EmittedCell.Of(woven, cancellation);
                if (emitted.Errors.IsEmpty)
                    return (woven, texts, emitted, []);
            }
        }

        var asWritten = hasSyntaxErrors ? null : EmittedCell.Of(plain, cancellation);
        ImmutableArray<Diagnostic> errors = asWritten is { Errors.IsEmpty: true } ? [] : [.. plain.GetDiagnostics(cancellation).Where(d => d.Severity == DiagnosticSeverity.Error)];
        if (errors.IsEmpty && asWritten is not null)
            errors = asWritten.Errors;
        return (plain, Plain(plain, cancellation), asWritten, errors);
    }

    private static ImmutableDictionary<string, CellText> Plain(CSharpCompilation compilation, CancellationToken cancellation) =>
        compilation.SyntaxTrees.ToImmutableDictionary(tree => tree.FilePath, tree => new CellText(tree.GetText(cancellation), []));

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

    private CSharpCompilation Root => LazyInitializer.EnsureInitialized(ref _root, () => CSharpCompilation.CreateScriptCompilation(
        "Submission0", CSharpSyntaxTree.ParseText("", ParseOptions), s_references.Value, Options("Submission#0", References, _files).WithUsings(s_usings), null, typeof(object)));

    private CellHistory History => LazyInitializer.EnsureInitialized(ref _history, () => new CellHistory(
        Root, (cell, text, previous) => Create(CSharpSyntaxTree.ParseText(text, ParseOptions, cell.Name, Encoding.UTF8), cell.Number, cell.Files, cell.Packages, previous), wholeUpTo));

    private CSharpCompilation Create(SyntaxTree tree, int number, SourceReferenceResolver files, PackageState? packages, CSharpCompilation previous)
    {
        var compilation = After(CSharpCompilation.CreateScriptCompilation($"Submission{number}", tree, null, Options($"Submission#{number}", References, files), null, typeof(object)), previous);
        if (packages is not null)
            compilation = compilation.AddReferences(Packages.References(packages));
        return compilation.AddReferences(References.CompanionsOf(NamedLibraries(compilation.SyntaxTrees, default)));
    }

    private IEnumerable<string> NamedLibraries(IEnumerable<SyntaxTree> trees, CancellationToken cancellation) =>
        from tree in trees
        from directive in tree.GetCompilationUnitRoot(cancellation).GetReferenceDirectives()
        let name = directive.File.ValueText
        where name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
        select References.FullPath(name, tree.FilePath);

    // Given to the compilation when it is made, the one before would first be bound anew, with all that it looks up.
    private static CSharpCompilation After(CSharpCompilation compilation, CSharpCompilation previous) =>
        compilation.WithScriptCompilationInfo(compilation.ScriptCompilationInfo!.WithPreviousScriptCompilation(previous));

    private static CSharpCompilationOptions Options(string className, MetadataReferenceResolver references, SourceReferenceResolver files) => ExactLines.Of(new(
        OutputKind.DynamicallyLinkedLibrary,
        scriptClassName: className,
        optimizationLevel: OptimizationLevel.Release,
        allowUnsafe: true,
        concurrentBuild: false, // a cell is too short for it to gain by threads
        sourceReferenceResolver: files,
        metadataReferenceResolver: references,
        assemblyIdentityComparer: DesktopAssemblyIdentityComparer.Default,
        nullableContextOptions: NullableContextOptions.Disable));

    /// <summary>Lets the cells that follow see this one. A cell that declares nothing is left out of the chain: it would only make it longer.</summary>
    public void Accept(CompiledCell cell)
    {
        if (cell.Packages is { } packages)
        {
            Packages.Commit(packages);
            References.AddPackages(packages.Set);
        }
        if (cell.Declared.Count > 0)
            History.Add(cell, cell.Compilation.SyntaxTrees.Length > 1 ? new Files(folder, cell.Texts) : _files);
    }

    internal static SyntaxTree Parse(string code, string name, CancellationToken cancellation)
    {
        var tree = CSharpSyntaxTree.ParseText(SourceText.From(code, Encoding.UTF8), ParseOptions, name, cancellation);
        // "p with { X = 1 }" as a cell's value: a script's parser takes it for a property of type p and name "with".
        var last = tree.GetCompilationUnitRoot(cancellation).Members.OfType<PropertyDeclarationSyntax>().LastOrDefault();
        if (last is not { Identifier.ValueText: "with", Modifiers.Count: 0 })
            return tree;
        var end = int.Max(last.SpanStart, code.LastIndexOf('}') + 1);
        var whole = code[..last.SpanStart] + "(" + code[last.SpanStart..end] + ")" + code[end..];
        var again = CSharpSyntaxTree.ParseText(SourceText.From(whole, Encoding.UTF8), ParseOptions, name, cancellation);
        return again.GetDiagnostics(cancellation).Any(d => d.Severity == DiagnosticSeverity.Error) ? tree : again;
    }

    // A reference directive names one assembly for the compiler; a package is many.
    private ImmutableArray<Diagnostic> AddPackages(ref CSharpCompilation compilation, ref PackageState? packages, CellSource cell, Magics magics, Action<PackageProgress>? report, CancellationToken cancellation)
    {
        Location? place = null;
        try
        {
            var addresses = magics.Sources.Select(source => PackageRequest.ParseSource(source, folder)).ToList();
            var requests = new List<PackageRequest>();
            foreach (var (span, directive) in magics.Packages)
            {
                place = Location.Create(Written(cell, cancellation), span);
                requests.Add(PackageRequest.Parse(directive));
            }
            // Those of files that it loads.
            foreach (var directive in compilation.SyntaxTrees.SelectMany(tree => tree.GetCompilationUnitRoot(cancellation).GetReferenceDirectives()))
            {
                if (!PackageRequest.IsPackage(directive.File.ValueText))
                    continue;
                place = directive.File.GetLocation();
                requests.Add(PackageRequest.Parse(directive.File.ValueText));
            }
            if (requests.Count == 0)
            {
                Packages.AddSources(addresses);
                return [];
            }
            packages = Packages.Resolve(requests, addresses, report, cancellation);
            compilation = compilation.AddReferences(Packages.References(packages));
            return [];
        }
        catch (PackageException e)
        {
            return [Message("CW0001", e.Message, place ?? Location.None)];
        }
    }

    private static ImmutableArray<Diagnostic> MagicErrors(CellSource cell, Magics magics, CancellationToken cancellation)
    {
        if (magics.Errors.Count == 0)
            return [];
        var written = Written(cell, cancellation);
        return [.. magics.Errors.Select(error => Message("CW0002", error.Message, Location.Create(written, error.Span)))];
    }

    private static ImmutableArray<Diagnostic> NestingError(CellSource cell, CancellationToken cancellation) => Nesting.TooDeepAt(cell.Code) is not { } at ? [] :
        [Message("CW0004", $"More than {Nesting.Deepest} brackets are open here: the compiler cannot take code that is nested so deeply. Compute the inner parts first, in variables or functions of their own.",
            Location.Create(Written(cell, cancellation), new TextSpan(at, 1)))];

    // The cell with the lines that the compiler does not see.
    private static SyntaxTree Written(CellSource cell, CancellationToken cancellation) =>
        CSharpSyntaxTree.ParseText(SourceText.From(cell.Code, Encoding.UTF8), ParseOptions, cell.Name, cancellation);

    private static Diagnostic? OtherLanguage(ImmutableArray<Diagnostic> errors)
    {
        foreach (var error in errors.Where(error => error.Location.IsInSource))
        {
            var line = error.Location.SourceTree!.GetText().Lines.GetLineFromPosition(error.Location.SourceSpan.Start);
            if (Magics.InsteadOf(line.ToString()) is { } instead)
                return Message("CW0003", instead, Location.Create(error.Location.SourceTree, line.Span));
        }
        return null;
    }

    [SuppressMessage("MicrosoftCodeAnalysisReleaseTracking", "RS2008", Justification = "A host's message, not an analyzer's rule.")]
    private static Diagnostic Message(string id, string text, Location place) =>
        Diagnostic.Create(new DiagnosticDescriptor(id, "Notebook", "{0}", "Notebook", DiagnosticSeverity.Error, isEnabledByDefault: true), place, text);

    // A cell's name stays as it is in stack traces; it is not a file of the notebook's folder.
    private sealed class Files(string folder, ImmutableDictionary<string, CellText>? woven = null) : SourceFileResolver([], folder)
    {
        public override SourceText ReadText(string resolvedPath) => woven?.GetValueOrDefault(resolvedPath)?.Woven() ?? base.ReadText(resolvedPath);

        public override string? NormalizePath(string path, string? baseFilePath) => Path.IsPathRooted(path) ? base.NormalizePath(path, baseFilePath) : path;
    }
}
