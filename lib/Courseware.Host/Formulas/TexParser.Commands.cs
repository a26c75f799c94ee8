using System.Globalization;
using System.Net;
using System.Text;

namespace Courseware.Host.Formulas;

internal sealed partial class TexParser
{
    private MathAtom ParseCommand()
    {
        var start = _at;
        var name = Command();
        if (TexSymbols.Spaces.TryGetValue(name, out var width)) return Space(width);
        if (TexSymbols.Symbols.TryGetValue(name, out var symbol)) return InAlphabet(symbol);
        if (TexSymbols.Functions.TryGetValue(name, out var hasLimits)) return Function(WordOf(name), hasLimits);
        if (TexSymbols.Accents.TryGetValue(name, out var accent)) return Accent(name, accent.Mark, accent.Stretchy);
        return name switch
        {
            "frac" or "cfrac" => Fraction("\\" + name, ""),
            "tfrac" => Fraction("\\tfrac", "false"),
            "dfrac" => Fraction("\\dfrac", "true"),
            "binom" => Binomial(),
            "sqrt" => Root(),
            "left" => LeftRight(start),
            "big" or "bigl" or "bigr" or "bigm" => Big(name, 1.2),
            "Big" or "Bigl" or "Bigr" or "Bigm" => Big(name, 1.8),
            "bigg" or "biggl" or "biggr" or "biggm" => Big(name, 2.4),
            "Bigg" or "Biggl" or "Biggr" or "Biggm" => Big(name, 3.0),
            "begin" => ParseEnvironment(start),
            "text" or "textrm" or "textnormal" or "mbox" => ParseText(""),
            "textbf" => ParseText(" style=\"font-weight:bold\""),
            "textit" => ParseText(" style=\"font-style:italic\""),
            "texttt" => ParseText(" style=\"font-family:monospace\""),
            "operatorname" => ParseOperatorName(hasLimits: false),
            "operatorname*" => ParseOperatorName(hasLimits: true),
            "mathbf" => Styled(MathAlphabet.Bold, name),
            "boldsymbol" or "bm" => Styled(MathAlphabet.BoldItalic, name),
            "mathrm" => Styled(MathAlphabet.Roman, name),
            "mathbb" => Styled(MathAlphabet.Blackboard, name),
            "mathcal" or "mathscr" => Styled(MathAlphabet.Script, name),
            "mathfrak" => Styled(MathAlphabet.Fraktur, name),
            "mathsf" => Styled(MathAlphabet.SansSerif, name),
            "mathtt" => Styled(MathAlphabet.Monospace, name),
            "mathit" => Styled(MathAlphabet.Italic, name),
            "underbrace" => Brace("munder", "⏟"),
            "overbrace" => Brace("mover", "⏞"),
            // No stretchy bar is in every font; a border is.
            "underline" =>
                MathAtom.Of($"<mrow style=\"border-bottom:0.05em solid;padding-bottom:0.1em\">{ParseArgument("\\underline")}</mrow>"),
            "overline" => MathAtom.Of($"<mrow style=\"border-top:0.05em solid;padding-top:0.1em\">{ParseArgument("\\overline")}</mrow>"),
            "underset" => Stacked("munder", "\\underset"),
            "overset" or "stackrel" => Stacked("mover", "\\" + name),
            "xrightarrow" => LongArrow("→", "\\xrightarrow"),
            "xleftarrow" => LongArrow("←", "\\xleftarrow"),
            "textcolor" => TextColor(),
            "boxed" => MathAtom.Of($"<mrow style=\"border:1px solid;padding:0.25em 0.35em;border-radius:0.15em\">{ParseArgument("\\boxed")}</mrow>"),
            "phantom" => MathAtom.Of($"<mphantom>{ParseArgument("\\phantom")}</mphantom>"),
            "not" => Negated(start),
            "mathop" => MathAtom.Of(ParseArgument("\\mathop"), AtomClass.LargeOperator) with { HasLimits = true },
            "mathrel" => MathAtom.Of(ParseArgument("\\mathrel"), AtomClass.Relation),
            "mathbin" => MathAtom.Of(ParseArgument("\\mathbin"), AtomClass.Binary),
            "mathord" => MathAtom.Of(ParseArgument("\\mathord")),
            "substack" => Substack(start),
            "tag" => MathAtom.Of($"<mrow><mspace width=\"2em\"/><mtext>({WebUtility.HtmlEncode(RawArgument("\\tag"))})</mtext></mrow>"),
            "bmod" => MathAtom.Operator("mod", AtomClass.Binary, space: "0.2222em"),
            "pmod" => MathAtom.Of($"<mrow><mspace width=\"0.4444em\"/><mo stretchy=\"false\">(</mo><mi>mod</mi><mspace width=\"0.3333em\"/>{ParseArgument("\\pmod")}<mo stretchy=\"false\">)</mo></mrow>"),
            "limits" or "nolimits" => throw new TexException($"\\{name} goes after an operator such as \\sum.", tex, start, "\\" + name),
            "hline" => throw new TexException("\\hline goes at the start of a row of an array.", tex, start, "\\hline"),
            _ => throw new TexException(
                $"the command \\{name} is not known.{(Spelling.Nearest("\\" + name, TexToMathMl.KnownCommands) is { } meant ? $" Did you mean {meant}?" : "")}", tex, start, "\\" + name),
        };
    }

    private static string WordOf(string function) => function switch
    {
        "argmax" => "arg\u2009max",
        "argmin" => "arg\u2009min",
        "limsup" => "lim\u2009sup",
        "liminf" => "lim\u2009inf",
        _ => function,
    };

    private static MathAtom Space(double em)
    {
        var size = em.ToString("0.####", CultureInfo.InvariantCulture);
        // A width below zero is invalid in MathML Core; a margin below zero is not.
        return MathAtom.Of(em < 0 ? $"<mspace style=\"margin-inline-start:{size}em\"/>" : $"<mspace width=\"{size}em\"/>", AtomClass.Space);
    }

    private MathAtom InAlphabet(MathAtom symbol)
    {
        if (_alphabet is not (MathAlphabet.Bold or MathAlphabet.BoldItalic)) return symbol;
        if (symbol.IsOperator) return symbol.Xml.Length == 1 ? symbol with { Xml = _alphabet.Map(symbol.Xml[0]) } : symbol;
        var letter = symbol.Xml[symbol.Xml.IndexOf('>', StringComparison.Ordinal) + 1];
        return MathAtom.Of("<mi>" + _alphabet.Map(letter) + "</mi>");
    }

    private static MathAtom Function(string name, bool hasLimits)
    {
        var text = WebUtility.HtmlEncode(name);
        var letter = name.Length == 1 ? " mathvariant=\"normal\"" : "";
        // Only an mo can have movable limits: below in a display, beside in running text.
        var xml = hasLimits ? $"<mo movablelimits=\"true\" form=\"prefix\" lspace=\"0\" rspace=\"0\">{text}</mo>"
            : $"<mi{letter}>{text}</mi>";
        return MathAtom.Of(xml, AtomClass.LargeOperator) with { HasLimits = hasLimits, IsFunction = true };
    }

    private MathAtom Accent(string name, string mark, bool stretchy)
        => MathAtom.Of($"<mover accent=\"true\">{ParseArgument("\\" + name)}<mo stretchy=\"{(stretchy ? "true" : "false")}\">{mark}</mo></mover>");

    private MathAtom Fraction(string command, string displayStyle)
    {
        var fraction = $"<mfrac>{ParseArgument(command)}{ParseArgument(command)}</mfrac>";
        return MathAtom.Of(displayStyle.Length == 0 ? fraction
            : $"<mstyle displaystyle=\"{displayStyle}\" scriptlevel=\"0\">{fraction}</mstyle>", AtomClass.Inner);
    }

    private MathAtom Binomial()
        => MathAtom.Of($"<mrow><mo form=\"prefix\">(</mo><mfrac linethickness=\"0\">{ParseArgument("\\binom")}{ParseArgument("\\binom")}</mfrac><mo form=\"postfix\">)</mo></mrow>", AtomClass.Inner);

    // A line's height under every root: bars of one height, and clear of a hat.
    private const string Strut = "<mspace width=\"0\" height=\"1em\"/>";

    private MathAtom Root()
    {
        SkipSpace();
        if (_at >= tex.Length || tex[_at] != '[') return MathAtom.Of($"<msqrt>{ParseArgument("\\sqrt")}{Strut}</msqrt>");
        var open = _at++;
        var close = tex.IndexOf(']', _at);
        if (close < 0) throw Missing("]", open);
        var index = new TexParser(tex[_at..close]).Parse();
        _at = close + 1;
        return MathAtom.Of($"<mroot>{ParseArgument("\\sqrt")}<mrow>{index}</mrow></mroot>");
    }

    private MathAtom LeftRight(int start)
    {
        var xml = new StringBuilder("<mrow>").Append(Fence(Delimiter("\\left"), "prefix")).Append(Inside());
        while (Peek("\\middle"))
        {
            Command();
            var middle = Delimiter("\\middle");
            xml.Append(CultureInfo.InvariantCulture, $"<mo form=\"infix\" fence=\"true\" stretchy=\"true\" lspace=\"0.0556em\" rspace=\"0.0556em\">{middle}</mo>").Append(Inside());
        }
        if (!Peek("\\right")) throw new TexException("\\right is missing for this \\left.", tex, start, "\\left");
        Command();
        xml.Append(Fence(Delimiter("\\right"), "postfix")).Append("</mrow>");
        return MathAtom.Of(xml.ToString(), AtomClass.Inner);

        string Inside() => MathRow.Write(ParseRow(), InScript);
    }

    private static string Fence(string delimiter, string form)
        => delimiter.Length == 0 ? "" : $"<mo form=\"{form}\" fence=\"true\" stretchy=\"true\">{WebUtility.HtmlEncode(delimiter)}</mo>";

    private string Delimiter(string after)
    {
        SkipSpace();
        var start = _at;
        if (_at >= tex.Length)
            throw new TexException($"{after} needs a delimiter: ( [ | \\{{ \\langle or a full stop for none.", tex, start, after);
        var key = tex[_at] == '\\' ? "\\" + Command() : tex[_at++].ToString();
        return TexSymbols.Delimiters.TryGetValue(key, out var delimiter)
            ? delimiter
            : throw new TexException($"{key} is no delimiter for {after}; known are {string.Join(' ', TexSymbols.Delimiters.Keys.Order(StringComparer.Ordinal))}.", tex, start, key);
    }

    private MathAtom Big(string name, double em)
    {
        var delimiter = WebUtility.HtmlEncode(Delimiter("\\" + name));
        var size = em.ToString("0.0", CultureInfo.InvariantCulture);
        var (atomClass, form) = name[^1] switch
        {
            'l' => (AtomClass.Opening, "prefix"),
            'r' => (AtomClass.Closing, "postfix"),
            'm' => (AtomClass.Relation, "infix"),
            _ => (AtomClass.Ordinary, "prefix"),
        };
        var space = atomClass == AtomClass.Relation ? "0.2778em" : "0";
        return MathAtom.Operator(delimiter, atomClass, $" stretchy=\"true\" symmetric=\"true\" minsize=\"{size}em\" maxsize=\"{size}em\"",
            space, form);
    }

    private MathAtom Styled(MathAlphabet alphabet, string name)
    {
        var outer = _alphabet;
        _alphabet = alphabet;
        var atoms = ParseArgumentAtoms("\\" + name);
        _alphabet = outer;
        return atoms is [var single] ? single : MathAtom.Of(MathRow.WriteOne(atoms, InScript));
    }

    private MathAtom Brace(string element, string mark)
    {
        var body = ParseArgument(element == "munder" ? "\\underbrace" : "\\overbrace");
        return MathAtom.Of($"<{element}>{body}<mo stretchy=\"true\">{mark}</mo></{element}>") with { HasLimits = true };
    }

    private MathAtom Stacked(string element, string command)
    {
        var script = ParseScript(command);
        var atoms = ParseArgumentAtoms(command);
        var atomClass = atoms is [var single] ? single.Class : AtomClass.Ordinary;
        return MathAtom.Of($"<{element}>{MathRow.WriteOne(atoms, InScript)}{script}</{element}>", atomClass);
    }

    private MathAtom LongArrow(string arrow, string command)
        => MathAtom.Of($"<mover><mo form=\"infix\" stretchy=\"true\">{arrow}</mo><mpadded lspace=\"0.4em\" width=\"+0.8em\">{ParseScript(command)}</mpadded></mover>", AtomClass.Relation);

    private MathAtom TextColor()
    {
        var color = Color();
        var atoms = ParseArgumentAtoms("\\textcolor");
        var atomClass = atoms is [var single] ? single.Class : AtomClass.Ordinary;
        return MathAtom.Of($"<mstyle mathcolor=\"{color}\">{MathRow.Write(atoms, InScript)}</mstyle>", atomClass);
    }

    private string Color()
    {
        var start = _at;
        var color = RawArgument("\\color").Trim();
        // The value goes into an attribute of a page: a name or #rrggbb, nothing else.
        var valid = color.Length > 0
            && (color.All(char.IsAsciiLetter) || color[0] == '#' && color.Length is 4 or 7 && color.Skip(1).All(char.IsAsciiHexDigit));
        return valid ? color
            : throw new TexException($"\"{color}\" is no colour; write a name such as crimson, or #rrggbb.", tex, start, "\\color");
    }

    private MathAtom Negated(int start)
    {
        SkipSpace();
        if (_at >= tex.Length) throw new TexException("\\not needs a relation.", tex, start, "\\not");
        var atom = ParseAtom();
        return atom.IsOperator ? atom with { Xml = atom.Xml == "=" ? "≠" : atom.Xml == "∈" ? "∉" : atom.Xml + "\u0338" }
            : throw new TexException("\\not goes before a relation.", tex, start, "\\not");
    }

    /// <summary>The text between the braces, as written.</summary>
    private string RawArgument(string of)
    {
        SkipSpace();
        if (_at >= tex.Length || tex[_at] != '{')
            throw new TexException($"{of} needs an argument in braces.", tex, int.Min(_at, tex.Length), of);
        var open = _at++;
        for (var depth = 1; _at < tex.Length; _at++)
        {
            if (tex[_at] == '\\') _at++;
            else if (tex[_at] == '{') depth++;
            else if (tex[_at] == '}' && --depth == 0) return tex[(open + 1).._at++];
        }
        throw Missing("}", open);
    }

    private MathAtom ParseOperatorName(bool hasLimits)
    {
        var name = RawArgument("\\operatorname").Replace("\\,", "\u2009", StringComparison.Ordinal)
            .Replace("\\ ", "\u00A0", StringComparison.Ordinal).Replace("\\_", "_", StringComparison.Ordinal)
            .Replace("-", "\u2010", StringComparison.Ordinal);
        return Function(name, hasLimits);
    }

    /// <summary>Text with formulae inside: \text{if $x > 0$}.</summary>
    private MathAtom ParseText(string style)
    {
        var start = _at;
        var raw = RawArgument("\\text");
        var parts = new List<MathAtom>();
        var text = new StringBuilder();
        void Flush()
        {
            if (text.Length > 0) parts.Add(Text(text.ToString(), style));
            text.Clear();
        }
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] == '\\' && i + 1 < raw.Length && raw[i + 1] is '%' or '$' or '#' or '_' or '&' or '{' or '}' or ' ' or ',')
            {
                text.Append(raw[++i] == ',' ? '\u2009' : raw[i]);
            }
            else if (raw[i] is '$')
            {
                var close = raw.IndexOf('$', i + 1);
                if (close < 0) throw new TexException("$ inside \\text has no partner.", tex, start);
                Flush();
                parts.Add(MathAtom.Of("<mrow>" + new TexParser(raw[(i + 1)..close]).Parse() + "</mrow>"));
                i = close;
            }
            else if (raw[i] is '\\')
            {
                throw new TexException("a command inside \\text; close the text first.", tex, start, "\\text");
            }
            else if (raw[i] is not ('{' or '}'))
            {
                text.Append(raw[i] is '~' || char.IsWhiteSpace(raw[i]) ? ' ' : raw[i]);
            }
        }
        Flush();
        return parts is [var single] ? single : MathAtom.Of(MathRow.WriteOne(parts, InScript));
    }
}
