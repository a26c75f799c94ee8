using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Courseware.Kernel.Sessions;
using Microsoft.CodeAnalysis;

namespace Courseware.Kernel.Editing;

/// <summary>What is written about a symbol: its declaration, its doc comment, and what it has.</summary>
/// <param name="detail">0: the first overload's summary and parameters. 1: remarks, exceptions, members, and every overload.</param>
/// <param name="value">What a variable holds; null when it is none, or not to be read.</param>
internal sealed class InspectionPage(Compilation compilation, int detail, string? value)
{
    private const int MostSignatures = 12;
    private const int MostMembers = 60;
    private const int PlainWidth = 80;

    public string Write(ImmutableArray<ISymbol> symbols, bool markdown)
    {
        var text = new StringBuilder();
        var words = new DocumentationText(markdown);
        var lines = symbols.Take(MostSignatures)
            .Select((symbol, i) => Describe.Full(symbol) + (i == 0 && value is not null ? " = " + value : "")).Distinct().ToList();
        if (symbols.Length > MostSignatures)
            lines.Add($"// … and {symbols.Length - MostSignatures} more");
        Block(text, markdown, lines);

        var first = symbols[0];
        var type = TypeOf(first);
        var documentation = Documentation.Of(first, compilation);
        if (symbols is [INamedTypeSymbol, IMethodSymbol constructor, ..])
            documentation = Merge(documentation, Documentation.Of(constructor, compilation));
        WriteDocumentation(text, words, documentation, first);
        if (type is not null)
            WriteType(text, words, type, isItself: SymbolEqualityComparer.Default.Equals(type, first));
        if (detail > 0)
        {
            foreach (var other in symbols.Skip(1).Take(MostSignatures))
            {
                if (Documentation.Of(other, compilation) is not { } more)
                    continue;
                Block(text, markdown, [Describe.Full(other)]);
                WriteDocumentation(text, words, more, other);
            }
        }
        var page = text.ToString().TrimEnd();
        return markdown ? page : string.Join('\n', page.Split('\n').Select(Folded));
    }

    // Classic Notebook's tooltip is so wide, and breaks a longer line in the middle of a word.
    private static string Folded(string line)
    {
        var folded = new StringBuilder();
        while (line.Length > PlainWidth && line.LastIndexOf(' ', PlainWidth) is var space
            && line[..int.Max(space, 0)].Trim() is { Length: > 0 } head && head != "-")
        {
            folded.Append(line.AsSpan(0, space).TrimEnd()).Append('\n');
            line = "    " + line[(space + 1)..];
        }
        return folded.Append(line).ToString();
    }

    // The type of a variable is half of what one wants to know of it.
    private static INamedTypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        INamedTypeSymbol { TypeKind: not TypeKind.Delegate } type => type,
        ILocalSymbol local => local.Type as INamedTypeSymbol,
        IFieldSymbol field when Describe.IsOfCell(field) => field.Type as INamedTypeSymbol,
        _ => null,
    };

    private void WriteDocumentation(StringBuilder text, DocumentationText words, XElement? documentation, ISymbol symbol)
    {
        if (documentation is null)
            return;
        Paragraph(text, "", words.Of(documentation.Element("summary")));
        Named(text, words, "Parameters", documentation.Elements("param"), "name");
        Paragraph(text, "Returns: ", symbol is IMethodSymbol { ReturnsVoid: true } ? "" : words.Of(documentation.Element("returns")));
        if (symbol is IPropertySymbol)
            Paragraph(text, "Value: ", words.Of(documentation.Element("value")));
        if (detail == 0)
            return;
        Named(text, words, "Type parameters", documentation.Elements("typeparam"), "name");
        Paragraph(text, "", words.Of(documentation.Element("remarks")));
        Named(text, words, "Exceptions", documentation.Elements("exception"), "cref");
        Paragraph(text, "Example: ", words.Of(documentation.Element("example")));
    }

    private void WriteType(StringBuilder text, DocumentationText words, INamedTypeSymbol type, bool isItself)
    {
        if (!isItself && type.SpecialType is SpecialType.None && !type.IsAnonymousType && !type.IsTupleType)
        {
            var summary = words.Of(Documentation.Of(type, compilation)?.Element("summary"));
            Paragraph(text, "",
                words.Code($"{Describe.TypeWord(type)} {Describe.Type(type)}") + (summary.Length > 0 ? ": " + summary : ""));
        }
        if (!isItself && detail == 0)
            return;
        var members = type.GetMembers()
            .Where(m => m.DeclaredAccessibility == Accessibility.Public && Visibility.IsShown(m) && m is not INamedTypeSymbol)
            .Where(m => !m.IsImplicitlyDeclared || m is IPropertySymbol).DistinctBy(m => m.Name).ToList();
        if (members.Count == 0)
            return;
        if (type.TypeKind == TypeKind.Enum)
        {
            Paragraph(text, "Values: ",
                string.Join(", ", members.Take(MostMembers).Select(m => m.Name)) + (members.Count > MostMembers ? ", …" : ""));
            return;
        }
        string[] counts =
        [
            Count(members.Count(m => m is IPropertySymbol), "property", "properties"),
                Count(members.Count(m => m is IMethodSymbol), "method", "methods"),
            Count(members.Count(m => m is IFieldSymbol), "field", "fields"),
                Count(members.Count(m => m is IEventSymbol), "event", "events"),
        ];
        Paragraph(text, "Members: ", string.Join(", ", counts.Where(c => c.Length > 0)));
        if (detail > 0)
            Block(text, words.IsMarkdown, [.. members.Take(MostMembers).Select(Describe.Member)]);
    }

    private static XElement? Merge(XElement? first, XElement? second) =>
        first is null || second is null ? first ?? second
        : new XElement("member", first.Elements(), second.Elements("param")
            .Where(p => !first.Elements("param").Any(o => (string?)o.Attribute("name") == (string?)p.Attribute("name"))));

    private static string Count(int count, string one, string many)
        => count == 0 ? "" : count.ToString(CultureInfo.InvariantCulture) + " " + (count == 1 ? one : many);

    private static void Block(StringBuilder text, bool markdown, IReadOnlyCollection<string> lines) =>
        text.Append(markdown ? $"```csharp\n{string.Join('\n', lines)}\n```\n\n" : string.Join('\n', lines) + "\n\n");

    private static void Paragraph(StringBuilder text, string title, string words)
    {
        if (words.Length > 0)
            text.Append(title).Append(words).Append("\n\n");
    }

    private static void Named(StringBuilder text, DocumentationText words, string title, IEnumerable<XElement> entries, string attribute)
    {
        var lines = entries
            .Select(e => (Name: (string?)e.Attribute(attribute) ?? "", Words: words.Of(e))).Where(e => e.Words.Length > 0)
            .Select(e => $"- {words.Code(attribute == "cref" ? DocumentationText.NameOf(e.Name) : e.Name)}: {e.Words}").ToList();
        if (lines.Count > 0)
            text.Append(title).Append(":\n\n").AppendJoin('\n', lines).Append("\n\n");
    }
}
