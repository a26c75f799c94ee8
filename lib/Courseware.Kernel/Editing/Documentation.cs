using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Courseware.Kernel.Packages;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Kernel.Editing;

/// <summary>
/// Finds a symbol's doc comment: in the cell that declares it, beside its library, or in the SDK's reference pack for the framework.
/// </summary>
internal static class Documentation
{
    private const int DeepestInheritance = 8;
    private static readonly Lazy<ImmutableArray<string>> s_frameworkFiles = new(FindFrameworkFiles);

    /// <returns>The <c>member</c> element, with <c>inheritdoc</c> followed; null when there is none.</returns>
    public static XElement? Of(ISymbol symbol, Compilation compilation) => Of(symbol, compilation, 0);

    private static XElement? Of(ISymbol symbol, Compilation compilation, int depth)
    {
        symbol = symbol switch
        {
            IMethodSymbol { ReducedFrom: { } unreduced } => unreduced.OriginalDefinition,
            IAliasSymbol alias => alias.Target,
            _ => symbol.OriginalDefinition,
        };
        var found = symbol.DeclaringSyntaxReferences.Length > 0 ? FromSource(symbol) : FromFile(symbol, compilation);
        if (found is null)
        {
            return symbol is IPropertySymbol or IMethodSymbol { MethodKind: MethodKind.Constructor }
                ? OfRecord(symbol, compilation, depth) : null;
        }

        if (found.Element("inheritdoc") is { } inherit && depth < DeepestInheritance)
        {
            var from = inherit.Attribute("cref")?.Value is { } id ? DocumentationCommentId.GetFirstSymbolForDeclarationId(id, compilation)
                : Inherited(symbol);
            if (from is not null && Of(from, compilation, depth + 1) is { } inherited)
            {
                var own = found.Elements().Where(e => e.Name != "inheritdoc").ToList();
                return new XElement("member", own, inherited.Elements()
                    .Where(e => !own.Exists(o => o.Name == e.Name && (string?)o.Attribute("name") == (string?)e.Attribute("name"))));
            }
        }
        return found;
    }

    // What a record's parameters are is told where the record is declared.
    private static XElement? OfRecord(ISymbol symbol, Compilation compilation, int depth)
    {
        if (depth >= DeepestInheritance || symbol.ContainingType is not { } type || Of(type, compilation, depth + 1) is not { } ofType)
            return null;
        if (symbol is IMethodSymbol)
            return new XElement("member", ofType.Elements().Where(e => e.Name == "param" || e.Name == "summary"));
        var parameter = ofType.Elements("param").FirstOrDefault(p => (string?)p.Attribute("name") == symbol.Name);
        return parameter is null ? null : new XElement("member", new XElement("summary", parameter.Nodes()));
    }

    private static ISymbol? Inherited(ISymbol symbol) => symbol switch
    {
        INamedTypeSymbol type => type.BaseType is { SpecialType: not SpecialType.System_Object } up ? up : type.Interfaces.FirstOrDefault(),
        IMethodSymbol { OverriddenMethod: { } method } => method,
        IPropertySymbol { OverriddenProperty: { } property } => property,
        IMethodSymbol { MethodKind: MethodKind.Constructor } constructor =>
            constructor.ContainingType.BaseType?.InstanceConstructors.FirstOrDefault(c =>
                c.Parameters.Length == constructor.Parameters.Length),
        _ => symbol.ContainingType?.AllInterfaces.SelectMany(i => i.GetMembers(symbol.Name))
            .FirstOrDefault(member =>
                SymbolEqualityComparer.Default.Equals(symbol.ContainingType.FindImplementationForInterfaceMember(member), symbol)),
    };

    private static XElement? FromSource(ISymbol symbol)
    {
        var node = symbol.DeclaringSyntaxReferences[0].GetSyntax();
        // A script's statements are wrapped: the comment is before the outermost node that begins here.
        var declaration = node is VariableDeclaratorSyntax ? node.FirstAncestorOrSelf<VariableDeclarationSyntax>()! : node;
        if (node is ParameterSyntax)
            return null;
        var text = new StringBuilder();
        foreach (var trivia in declaration.GetFirstToken().LeadingTrivia)
        {
            var line = trivia.ToString();
            if (line.StartsWith("///", StringComparison.Ordinal))
                text.AppendLine(line[3..]);
        }
        return text.Length == 0 ? null : Parse($"<member>{text}</member>");
    }

    private static XElement? FromFile(ISymbol symbol, Compilation compilation)
    {
        if (symbol.GetDocumentationCommentId() is not { } id || symbol.ContainingAssembly is not { } assembly)
            return null;
        var path = (compilation.GetMetadataReference(assembly) as PortableExecutableReference)?.FilePath;
        var beside = path is null ? null : Path.ChangeExtension(path, ".xml");
        if (beside is not null && File.Exists(beside))
            return DocumentationFile.Find(beside, id) is { } own ? Parse(own) : null;
        if (path is null || Path.GetDirectoryName(path) != Path.GetDirectoryName(typeof(object).Assembly.Location))
            return null;
        // The framework's assemblies are others than the files that document them; most is in the first.
        var text = s_frameworkFiles.Value
            .OrderBy(file => Path.GetFileNameWithoutExtension(file) is var name && name == assembly.Name ? 0 : name == "System.Runtime" ? 1
                : name == symbol.ContainingNamespace?.ToDisplayString() ? 2 : 3)
            .Select(file => DocumentationFile.Find(file, id)).FirstOrDefault(found => found is not null);
        return text is null ? null : Parse(text);
    }

    private static XElement? Parse(string text)
    {
        try
        {
            return XElement.Parse(text, LoadOptions.PreserveWhitespace);
        }
        catch (XmlException)
        {
            // A student's comment with a bare "<": its words as they stand.
            return text.StartsWith("<member>", StringComparison.Ordinal)
                ? new XElement("member", new XElement("summary", text["<member>".Length..^"</member>".Length])) : null;
        }
    }

    // The SDK brings them; a machine with the runtime alone has none.
    private static ImmutableArray<string> FindFrameworkFiles()
    {
        var version = Environment.Version.Major.ToString(CultureInfo.InvariantCulture);
        foreach (var root in DotnetProgram.Roots())
        {
            var packs = Path.Combine(root, "packs", "Microsoft.NETCore.App.Ref");
            if (!Directory.Exists(packs))
                continue;
            var pack = Directory.EnumerateDirectories(packs, version + ".*")
                .Select(folder => Path.Combine(folder, "ref", $"net{version}.0")).Where(Directory.Exists)
                .OrderByDescending(folder => folder, StringComparer.Ordinal).FirstOrDefault();
            if (pack is not null)
            {
                return [.. Directory.EnumerateFiles(pack, "*.xml")
                    .Where(file => !Path.GetFileName(file).StartsWith("Microsoft.VisualBasic", StringComparison.Ordinal))];
            }
        }
        return [];
    }
}
