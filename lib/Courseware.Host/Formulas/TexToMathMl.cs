using System.Collections.Immutable;
using System.Net;

namespace Courseware.Host.Formulas;

/// <summary>
/// Turns the TeX that the course's formulae use into MathML Core, which browsers draw themselves: no script, no font from elsewhere, no
/// network.
/// </summary>
public static class TexToMathMl
{
    /// <summary>Every command that a formula may use, with its backslash, in alphabetical order.</summary>
    public static ImmutableArray<string> KnownCommands { get; } =
    [
        .. TexSymbols.Symbols.Keys.Concat(TexSymbols.Functions.Keys).Concat(TexSymbols.Spaces.Keys).Concat(TexSymbols.Accents.Keys)
            .Concat(TexSymbols.Structures).Concat(TexSymbols.Delimiters.Keys.Where(k => k.Length > 2).Select(k => k[1..]))
            .Distinct().Order(StringComparer.Ordinal).Select(name => "\\" + name),
    ];

    /// <summary>The names allowed in \begin{…}.</summary>
    public static ImmutableArray<string> KnownEnvironments { get; } = [.. TexSymbols.Environments.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Converts one formula, without its dollar signs.</summary>
    /// <param name="tex">The formula's TeX source.</param>
    /// <param name="display">True for a formula on its own line: larger operators, limits above and below.</param>
    /// <returns>One <c>math</c> element; the source travels along as its text alternative and annotation.</returns>
    /// <exception cref="TexException">An unknown command, a bracket without partner, a missing argument.</exception>
    public static string Convert(string tex, bool display)
    {
        ArgumentNullException.ThrowIfNull(tex);
        var source = WebUtility.HtmlEncode(tex.Trim());
        return $"<math xmlns=\"http://www.w3.org/1998/Math/MathML\" dir=\"ltr\" display=\"{(display ? "block" : "inline")}\" alttext=\"{source}\">"
            + $"<semantics><mrow>{Body(tex)}</mrow><annotation encoding=\"application/x-tex\">{source}</annotation></semantics></math>";
    }

    /// <summary>The formula's elements alone, without <c>math</c> and annotation.</summary>
    internal static string Body(string tex) => new TexParser(tex).Parse();
}
