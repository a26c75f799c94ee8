using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Courseware.Kernel.Packages;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Courseware.Kernel.Sessions;

/// <summary>Compiles cells one after the other, each seeing what those accepted before it declared.</summary>
/// <remarks>
/// Only the first compilation, an empty one, is given the references and the default usings: the others inherit them. Handed to each, they
/// cost megabytes a cell.
/// </remarks>
/// <param name="wholeUpTo">The number of cells up to which each is compiled after all of those before it.</param>
internal sealed partial class CellCompiler(string folder, int wholeUpTo = CellCompiler.WholeUpTo)
{
    internal const int WholeUpTo = 30;
    private const string DocumentationFailed = "CS1569";

    /// <summary>The namespace of what every cell can use without a <c>using</c>; nothing else of this assembly is for cells.</summary>
    internal const string CellNamespace = "Courseware.Kernel.Cells";

    // .NET Interactive's, so that a notebook runs unchanged there, and the helpers that it also has.
    private static readonly ImmutableArray<string> s_usings =
    [
        "System", "System.IO", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading",
            "System.Threading.Tasks", "System.Linq",
        CellNamespace, CellNamespace + ".Helpers",
    ];

    /// <summary>How cells are read, with the symbols that <c>#if</c> knows now.</summary>
    internal static CSharpParseOptions ParseOptions => NotebookSymbols.ParseOptions;

    private static readonly Lazy<ImmutableArray<MetadataReference>> s_references =
        new(() => FrameworkAssemblies.References.Add(FrameworkAssemblies.Mapped(typeof(CellCompiler).Assembly.Location)));

    private readonly Files _files = new(folder);
    private CSharpCompilation? _root;
    private CellHistory? _history;
    private SharedDelegates? _delegates;
    private PackageSet? _packages;
    private readonly Dictionary<string, string> _rejected = new(StringComparer.Ordinal);
    private int _count;

    public ReferenceResolver References { get; } = new(folder);

    public PackageSet Packages => _packages ??= new(folder) { IsInUse = References.IsInUse, IsLoaded = NativeLoading.IsLoaded };

    public SharedDelegates Delegates
        => LazyInitializer.EnsureInitialized(ref _delegates, () =>
            new SharedDelegates((tree, number, previous) => Create(tree, number, _files, null, previous)));

    /// <summary>What the cells so far have declared.</summary>
    public NameTable Names { get; } = new();

    /// <summary>The cells so far.</summary>
    public CellBook Book { get; } = new();

    /// <summary>
    /// Compiles the <c>using</c>s once more that mean a type which was declared again, and what depends on them. A submission's usings mean
    /// what those before it have declared, so these get one of their own.
    /// </summary>
    /// <returns>Null where there are none.</returns>
    public CompiledCell? CompileUsings(CancellationToken cancellation)
        => Names.OutdatedUsings() is { Count: > 0 } usings
        ? Compile(new CellSource(usings[0].Cell.Name, ""), null, cancellation, usings) : null;

    /// <summary>Lets the cells that follow see what <see cref="CompileUsings"/> has compiled.</summary>
    public void AcceptUsings(CompiledCell cell)
    {
        History.Hide(Names.Accept(cell, new CellRecord(null, 0) { Name = cell.Source.Name, Code = "", Shape = cell.Shape! }));
        History.Add(cell, _files);
    }

    /// <summary>Leaves the usings as they are that cannot be compiled once more.</summary>
    public void RejectUsings(CompiledCell cell)
    {
        foreach (var live in Names.OutdatedUsings())
            live.Stuck = cell.Errors[0].GetMessage(CultureInfo.InvariantCulture);
    }

    /// <summary>Compiles a cell that is only looked at: packages are taken from the cache or not at all.</summary>
    public CompiledCell Compile(CellSource cell, CancellationToken cancellation = default) => Compile(cell, report: null, cancellation);

    /// <param name="report">Told of the progress when packages have to be restored. Null: nothing is fetched for this compilation.</param>
    /// <param name="usings">What is compiled again instead of a cell; null as a rule.</param>
    public CompiledCell Compile(CellSource cell, Action<PackageProgress>? report, CancellationToken cancellation,
        IReadOnlyList<LiveDeclaration>? usings = null)
    {
        var tooDeep = Nesting.TooDeepAt(cell.Code);
        var magics = Magics.Read(tooDeep is null ? cell.Code : "");
        var tree = tooDeep is null ? Parse(magics.Code, cell.Name, cancellation) : Unread(cell);
        var number = ++_count;
        var compilation = Create(tree, number, _files, null, Root);
        PackageState? packages = null;
        ImmutableArray<Diagnostic> errors = tooDeep is { } place ? [NestingError(Location.Create(tree, new TextSpan(place, 1)))] : [];
        if (errors.IsEmpty)
            errors = MagicErrors(cell, magics, cancellation);
        if (errors.IsEmpty)
            errors = AddPackages(ref compilation, ref packages, cell, magics, report, cancellation);
        if (!errors.IsEmpty)
        {
            return new CompiledCell(number, History.Whole(), cell, compilation, compilation, Plain(compilation, cancellation),
                errors)
            { Magics = magics, Packages = packages };
        }

        var shape = CellShape.Of(tree, compilation.SyntaxTrees, Names.Has);
        var record = usings is null ? Book.Find(cell, shape) : null;
        var again = usings is null ? null : Redeclaration.OfUsings(shape, usings, Names);
        SyntaxTree[] trees = [.. compilation.SyntaxTrees, .. (again?.Dependants ?? Redeclaration.PossibleDependants(shape, Names))
            .SelectMany(live => live.Declaration.Nodes).Select(node => node.SyntaxTree).Distinct()];
        var compiled = EmitAfter(hidden => History.For(trees, hidden));
        if (compiled.Emitted is { Synthesized.HasDelegates: true } withDelegates)
        {
            Delegates.Add(withDelegates.Synthesized, Root, () => ++_count);
            compiled = EmitAfter(hidden => History.For(trees, hidden) is var chain ? chain with { Head = Delegates.After(chain.Head) }
                : chain);
        }
        // Errors, too, are told only of a cell that sees all the others.
        if (!compiled.Follows.IsWhole && !compiled.Succeeded)
            compiled = EmitAfter(History.Whole);
        return !compiled.Succeeded && OtherLanguage(compiled.Errors) is { } other ? compiled with { Errors = [other] } : compiled;

        CompiledCell EmitAfter(Func<IReadOnlyCollection<(int Cell, DeclaredName Method)>, CellChain> chain)
        {
            var follows = chain([]);
            var plain = After(compilation, follows.Head, number);
            var redeclared = again ?? Redeclaration.Of(shape, Names, record, plain.SyntaxTrees, (texts, hidden) =>
                Written(texts, hidden.Count == 0 ? follows.Head : chain(hidden).Head),
                live => ExampleOf(live, follows.Head));
            if (redeclared is not null)
                return EmitAgain(chain, redeclared);
            var (used, texts, emitted, found) =
                Emit(cell, plain, null, [], (woven, files) => Create(woven, number, files, packages, follows.Head), cancellation);
            return new CompiledCell(number, follows, cell, used, plain, texts, found)
            {
                Magics = magics,
                Packages = packages,
                Emitted = emitted,
                Shape = shape,
                Record = record
            };
        }

        CSharpCompilation Written(ImmutableDictionary<string, CellText> texts, CSharpCompilation previous) =>
            Create(CSharpSyntaxTree.ParseText(texts[cell.Name].Woven(), ParseOptions, cell.Name, cancellation), number,
                new Files(folder, texts), packages, previous);

        // What other cells declared and no longer compiles is left as it was; then those that use it are compiled without it.
        CompiledCell EmitAgain(Func<IReadOnlyCollection<(int Cell, DeclaredName Method)>, CellChain> chain, Redeclaration redeclared)
        {
            var root = tree.GetCompilationUnitRoot(cancellation);
            var (dependants, stuck) = (redeclared.Dependants.ToList(), new List<(LiveDeclaration, string)>());
            var own = redeclared.Texts(compilation.SyntaxTrees);
            var first = root.Members.Count > 0 ? root.Members[0].GetLocation() : root.EndOfFileToken.GetLocation();
            while (true)
            {
                var hidden = redeclared.Hidden(dependants);
                var follows = chain(hidden);
                var starts = new List<(int Start, LiveDeclaration Live)>();
                var block = dependants.Count == 0 ? "" : Redeclaration.Again(dependants, first.GetLineSpan(), starts);
                var main = own[cell.Name];
                TextEdit[] edits = [.. block.Length == 0 ? Array.Empty<TextEdit>()
                    : [new TextEdit(first.SourceSpan.Start, 0, block)], .. Weaver.Marks(root), .. main.Edits];
                var texts = own.SetItem(cell.Name, main with { Edits = [.. edits.OrderBy(edit => edit.At)] });
                var plain = Written(texts, follows.Head);
                var (used, woven, emitted, found) = Emit(cell, plain, texts, redeclared.Dying, (woven, files) =>
                    Create(woven, number, files, packages, follows.Head), cancellation);
                var failed = found.Select(error => (error, live: OfDependant(error, first.SourceSpan.Start, block.Length, starts)))
                    .ToList();
                if (!failed.Exists(pair => pair.live is not null) || failed.Exists(pair => pair.live is null))
                {
                    return new CompiledCell(number, follows, cell, used, plain, woven,
                        [.. found.Select(error => InOriginal(error, texts, compilation))])
                    {
                        Magics = magics,
                        Packages = packages,
                        Emitted = emitted,
                        Shape = shape,
                        Record = record,
                        Redeclared = redeclared,
                        Again = dependants,
                        Hidden = hidden,
                        Stuck = stuck,
                        Found = found,
                    };
                }
                foreach (var group in failed.GroupBy(pair => pair.live!))
                {
                    stuck.Add((group.Key, group.First().error.GetMessage(CultureInfo.InvariantCulture)));
                    dependants.Remove(group.Key);
                }
            }
        }
    }

    // A value of a variable's type, as it can be written in a cell without more ado.
    private static string? ExampleOf(LiveDeclaration live, CSharpCompilation head)
    {
        var at = head;
        while (at is not null && at.Options.ScriptClassName != $"Submission#{live.Number}")
            at = at.ScriptCompilationInfo!.PreviousScriptCompilation;
        var type = at?.ScriptClass!.GetMembers(live.Name) switch
        {
            [IFieldSymbol field] => field.Type,
            [IPropertySymbol property] => property.Type,
            _ => null,
        };
        var writer = new CellOutline.TypeWriter();
        return type is not null && writer.Value(type) is { } value && writer.Helpers.Length == 0 ? value : null;
    }

    private static LiveDeclaration? OfDependant(Diagnostic error, int start, int length, List<(int Start, LiveDeclaration Live)> starts)
    {
        var at = error.Location.SourceSpan.Start - start;
        return length > 0 && at >= 0 && at < length ? starts.FindLast(one => one.Start <= at).Live : null;
    }

    // The reader is shown what the author wrote.
    private static Diagnostic InOriginal(Diagnostic error, ImmutableDictionary<string, CellText> texts, CSharpCompilation compilation)
    {
        if (error.Location.SourceTree is not { } tree || !texts.TryGetValue(tree.FilePath, out var text)
            || compilation.SyntaxTrees.FirstOrDefault(original => original.FilePath == tree.FilePath) is not { } original)
        {
            return error;
        }

        var span = TextSpan.FromBounds(text.OriginalPosition(error.Location.SourceSpan.Start),
            text.OriginalPosition(error.Location.SourceSpan.End));
        return Diagnostic.Create(error.Id, error.Descriptor.Category, error.GetMessage(CultureInfo.InvariantCulture), error.Severity,
            error.DefaultSeverity, isEnabledByDefault: true, error.WarningLevel,
            location: Location.Create(original, span));
    }

    // With its check points if it can have any; else, or if that does not compile, as it was written. So errors are always about what the
    // author wrote.
    private (CSharpCompilation Used, ImmutableDictionary<string, CellText> Texts, EmittedCell? Emitted,
        ImmutableArray<Diagnostic> Errors) Emit(
        CellSource cell, CSharpCompilation plain, ImmutableDictionary<string, CellText>? written,
        IReadOnlyCollection<LiveDeclaration> dying, Func<SyntaxTree, Files, CSharpCompilation> create,
        CancellationToken cancellation)
    {
        var hasSyntaxErrors =
            plain.SyntaxTrees.Any(tree => tree.GetDiagnostics(cancellation).Any(d => d.Severity == DiagnosticSeverity.Error));
        if (!hasSyntaxErrors
            && DeadNames.Errors(plain, Names, dying, static (text, place) => Message("CW0005", text, place), cancellation)
            is { IsEmpty: false } dead)
        {
            return (plain, written ?? Plain(plain, cancellation), null, dead);
        }

        if (!hasSyntaxErrors)
        {
            var texts = plain.SyntaxTrees.ToImmutableDictionary(tree => tree.FilePath, tree =>
                Weave(plain, tree, isMarked: written is not null || tree.FilePath != cell.Name, cancellation));
            if (texts.Values.Any(text => !text.Edits.IsEmpty))
            {
                if (written is not null)
                    texts = texts.ToImmutableDictionary(text => text.Key, text => written[text.Key].Then(text.Value.Edits));
                var tree = CSharpSyntaxTree.ParseText(texts[cell.Name].Woven(), ParseOptions, cell.Name, cancellation);
                var woven = create(tree, new Files(folder, texts));
                var emitted = EmittedCell.Of(woven, cancellation);
                if (emitted.Errors.IsEmpty)
                    return (woven, texts, emitted, []);
            }
        }

        var asWritten = hasSyntaxErrors ? null : EmittedCell.Of(plain, cancellation);
        ImmutableArray<Diagnostic> errors = asWritten is { Errors.IsEmpty: true } ? []
            : [.. plain.GetDiagnostics(cancellation).Where(d => d.Severity == DiagnosticSeverity.Error)];
        if (errors.IsEmpty && asWritten is not null)
            errors = asWritten.Errors;
        // The compiler stumbles over what it has called an error already.
        if (errors.Any(error => error.Id != DocumentationFailed))
            errors = errors.RemoveAll(error => error.Id == DocumentationFailed);
        return (plain, written ?? Plain(plain, cancellation), asWritten, errors);
    }

    private static ImmutableDictionary<string, CellText> Plain(CSharpCompilation compilation, CancellationToken cancellation) =>
        compilation.SyntaxTrees.ToImmutableDictionary(tree => tree.FilePath, tree => new CellText(tree.GetText(cancellation), []));

    // A cell that cannot be woven runs as it is: it can then be stopped at fewer places.
    private static CellText Weave(CSharpCompilation compilation, SyntaxTree tree, bool isMarked, CancellationToken cancellation)
    {
        try
        {
            return Weaver.Weave(compilation, tree, isMarked, cancellation);
        }
        catch (InsufficientExecutionStackException)
        {
            return new CellText(tree.GetText(cancellation), []);
        }
    }

    private CSharpCompilation Root => LazyInitializer.EnsureInitialized(ref _root, () => CSharpCompilation.CreateScriptCompilation(
        "Submission0", CSharpSyntaxTree.ParseText("", ParseOptions), s_references.Value, Options("Submission#0", References, _files)
        .WithUsings(s_usings), null, typeof(object)));

    private CellHistory History => LazyInitializer.EnsureInitialized(ref _history, () => new CellHistory(
        Root, (cell, tree, previous) => Create(tree, cell.Number, cell.Files, cell.Packages, previous), Delegates, wholeUpTo));

    private CSharpCompilation Create(SyntaxTree tree, int number, SourceReferenceResolver files, PackageState? packages,
        CSharpCompilation previous)
    {
        var compilation = CSharpCompilation.CreateScriptCompilation($"Submission{number}", tree, null,
            Options($"Submission#{number}", References, files), null, typeof(object));
        compilation = After(packages is null ? compilation : compilation.AddReferences(Packages.References(packages)), previous, number);
        return compilation.AddReferences(References.CompanionsOf(NamedLibraries(compilation.SyntaxTrees, default)));
    }

    private IEnumerable<string> NamedLibraries(IEnumerable<SyntaxTree> trees, CancellationToken cancellation) =>
        from tree in trees
        from directive in tree.GetCompilationUnitRoot(cancellation).GetReferenceDirectives()
        let name = directive.File.ValueText
        where name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
        select References.FullPath(name, tree.FilePath);

    // Given to the compilation when it is made, the one before would first be bound again, with all that it looks up.
    private static CSharpCompilation After(CSharpCompilation compilation, CSharpCompilation previous, int number) =>
        SubmissionSlot.Place(
            compilation.WithScriptCompilationInfo(compilation.ScriptCompilationInfo!.WithPreviousScriptCompilation(previous)), number);

    private static CSharpCompilationOptions Options(string className, MetadataReferenceResolver references, SourceReferenceResolver files)
        => ExactLines.Of(new(
        OutputKind.DynamicallyLinkedLibrary,
        scriptClassName: className,
        optimizationLevel: OptimizationLevel.Release,
        allowUnsafe: true,
        concurrentBuild: false, // a cell is too short for it to gain by threads
        sourceReferenceResolver: files,
        metadataReferenceResolver: references,
        assemblyIdentityComparer: DesktopAssemblyIdentityComparer.Default,
        nullableContextOptions: NullableContextOptions.Disable));

    /// <summary>Takes note that a cell does not compile: what it would have declared is not there for that.</summary>
    public void Reject(CompiledCell cell)
    {
        foreach (var name in cell.Shape?.Names ?? new HashSet<string>())
            _rejected[name] = cell.Source.Name;
    }

    /// <summary>Why a name is unknown that a cell would have declared; null where that is not why.</summary>
    public string? NeverDeclared(CompiledCell cell)
    {
        foreach (var error in cell.Errors.Where(error => error.Id is "CS0103" or "CS0246" && error.Location.IsInSource))
        {
            var name = error.Location.SourceTree!.GetRoot().FindToken(error.Location.SourceSpan.Start).ValueText;
            if (_rejected.TryGetValue(name, out var other) && other != cell.Source.Name)
                return $"`{name}` has no value: {other} does not compile.";
        }
        return null;
    }

    /// <summary>
    /// Lets the cells that follow see this one. A cell that declares nothing is left out of the chain: it would only make it longer.
    /// </summary>
    public CellRecord Accept(CompiledCell cell)
    {
        if (cell.Packages is { } packages)
        {
            Packages.Commit(packages);
            References.AddPackages(packages.Set);
        }
        if (cell.Emitted is { } emitted)
            References.TakeNote(emitted.Image);
        var record = Book.Take(cell.Record, cell.Source, cell.Shape!);
        Book.Number(record, cell.Number);
        record.AskedFirst = cell.Redeclared?.AskedFirst ?? new HashSet<string>();
        foreach (var name in record.Shape.Names)
            _rejected.Remove(name);
        // Usings and references that all cells have anyway.
        var isKnown = cell.Declared.All(declared => declared.Name == DeclaredName.Everywhere) && Names.IsKnown(cell);
        History.Hide(Names.Accept(cell, record));
        if (cell.Declared.Count > 0 && !isKnown)
            History.Add(cell, cell.Compilation.SyntaxTrees.Length > 1 ? new Files(folder, cell.Texts) : _files);
        return record;
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
    private ImmutableArray<Diagnostic> AddPackages(ref CSharpCompilation compilation, ref PackageState? packages, CellSource cell,
        Magics magics, Action<PackageProgress>? report, CancellationToken cancellation)
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
            foreach (var directive
                in compilation.SyntaxTrees.SelectMany(tree => tree.GetCompilationUnitRoot(cancellation).GetReferenceDirectives()))
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

    private static Diagnostic NestingError(Location place)
        => Message("CW0004", $"More than {Nesting.Deepest} brackets are open here: the compiler cannot take code that is nested so deeply. Compute the inner parts first, in variables or functions of their own.",
            place);

    // The cell's text without its syntax: the parser takes a minute for thousands of brackets.
    private static SyntaxTree Unread(CellSource cell)
    {
        var text = SyntaxFactory.Token(SyntaxFactory.TriviaList(SyntaxFactory.DisabledText(cell.Code)), SyntaxKind.EndOfFileToken, default);
        return SyntaxFactory.SyntaxTree(SyntaxFactory.CompilationUnit().WithEndOfFileToken(text), ParseOptions, cell.Name, Encoding.UTF8);
    }

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
        Diagnostic.Create(new DiagnosticDescriptor(id, "Notebook", "{0}", "Notebook", DiagnosticSeverity.Error, isEnabledByDefault: true),
            place, text);

    // A cell's name stays as it is in stack traces; it is not a file of the notebook's folder.
    private sealed class Files(string folder, ImmutableDictionary<string, CellText>? woven = null) : SourceFileResolver([], folder)
    {
        public override SourceText ReadText(string resolvedPath)
            => woven?.GetValueOrDefault(resolvedPath)?.Woven() ?? base.ReadText(resolvedPath);

        public override string? NormalizePath(string path, string? baseFilePath)
            => Path.IsPathRooted(path) ? base.NormalizePath(path, baseFilePath) : path;
    }
}
