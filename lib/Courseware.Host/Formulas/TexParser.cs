using System.Globalization;
using System.Net;
using System.Text;

namespace Courseware.Host.Formulas;

/// <summary>Reads TeX from left to right and writes MathML; one object reads one formula once.</summary>
internal sealed partial class TexParser(string tex)
{
    private int _at;
    private int _scripts;
    private int _depth;
    private MathAlphabet _alphabet = MathAlphabet.Italic;

    private bool InScript => _scripts > 0;

    public string Parse()
    {
        var atoms = ParseRow();
        if (_at < tex.Length) throw Unexpected();
        return MathRow.Write(atoms, inScript: false);
    }

    /// <summary>Atoms up to the end, a closing brace, &amp;, \\, \right, \middle or \end.</summary>
    private List<MathAtom> ParseRow()
    {
        // A formula nested deeper than any reader could follow is a slip or an attack; the stack must not decide.
        if (++_depth > 100) throw new TexException("groups are nested more than 100 deep.", tex, _at);
        var atoms = new List<MathAtom>();
        while (!AtRowEnd())
        {
            if (Peek("\\color"))
            {
                Command();
                var color = Color();
                atoms.Add(MathAtom.Of($"<mstyle mathcolor=\"{color}\">{MathRow.Write(ParseRow(), InScript)}</mstyle>"));
                continue;
            }
            if (Peek("\\displaystyle") || Peek("\\textstyle") || Peek("\\scriptstyle"))
            {
                var display = Command() == "displaystyle";
                atoms.Add(MathAtom.Of($"<mstyle displaystyle=\"{(display ? "true" : "false")}\" scriptlevel=\"0\">{MathRow.Write(ParseRow(), InScript)}</mstyle>"));
                continue;
            }
            atoms.Add(ParseScripted());
        }
        _depth--;
        return atoms;
    }

    private bool AtRowEnd()
    {
        SkipSpace();
        if (_at >= tex.Length || tex[_at] is '}' or '&') return true;
        if (tex[_at] != '\\') return false;
        return Peek("\\\\") || Peek("\\cr") || Peek("\\right") || Peek("\\middle") || Peek("\\end");
    }

    /// <summary>One atom with its primes, sub- and superscript.</summary>
    private MathAtom ParseScripted()
    {
        var start = _at;
        var atom = tex[_at] is '^' or '_' or '\'' ? MathAtom.Of("<mrow></mrow>") : ParseAtom();
        string? below = null, above = null;
        var primes = 0;
        var limits = atom.HasLimits;
        while (true)
        {
            SkipSpace();
            if (Peek("\\limits")) { Command(); limits = true; }
            else if (Peek("\\nolimits")) { Command(); limits = false; }
            else if (Next('\''))
            {
                primes++;
            }
            else if (Next('^'))
            {
                if (above != null) throw new TexException("two superscripts at one place; put the first pair into braces.", tex, _at - 1);
                above = ParseScript("^");
            }
            else if (Next('_'))
            {
                if (below != null) throw new TexException("two subscripts at one place; put the first pair into braces.", tex, _at - 1);
                below = ParseScript("_");
            }
            else
            {
                break;
            }

            if (atom.Class == AtomClass.Space && (above ?? below) != null)
                throw new TexException("a script needs something before it; write {} there.", tex, start);
        }
        if (above == null && below == null && primes == 0) return atom;

        var nucleus = atom.IsOperator ? MathRow.Operator(Alone(atom)) : atom.Xml;
        if (primes > 0)
        {
            // Fonts draw ′ as small and as high as a superscript: as a script it would be both once more. An index goes under it, as in
            // TeX.
            var mark = $"<mo lspace=\"0\" rspace=\"0\">{new string('′', primes)}</mo>";
            nucleus = $"<mrow>{nucleus}{(below != null && above == null && primes == 1 && !limits ? $"<mpadded width=\"0\">{mark}</mpadded>" : mark)}</mrow>";
        }
        if (above == null && below == null) return MathAtom.Of(nucleus, atom.Class) with { IsFunction = atom.IsFunction };

        var xml = (limits, below, above) switch
        {
            (true, not null, not null) => $"<munderover>{nucleus}{below}{above}</munderover>",
            (true, not null, null) => $"<munder>{nucleus}{below}</munder>",
            (true, null, not null) => $"<mover>{nucleus}{above}</mover>",
            (false, not null, not null) => $"<msubsup>{nucleus}{below}{above}</msubsup>",
            (false, not null, null) => $"<msub>{nucleus}{below}</msub>",
            _ => $"<msup>{nucleus}{above}</msup>",
        };
        return MathAtom.Of(xml, atom.Class) with { IsFunction = atom.IsFunction };
    }

    // An operator that carries scripts is the first child of its element, where browsers would read it as a prefix.
    private static MathAtom Alone(MathAtom atom)
        => atom.Class is AtomClass.Binary or AtomClass.Relation ? atom with { Form = "infix" } : atom;

    private string ParseScript(string after)
    {
        _scripts++;
        var script = ParseArgument(after);
        _scripts--;
        return script;
    }

    /// <summary>An argument: a group in braces, or the next single atom. Always one element.</summary>
    private string ParseArgument(string of) => MathRow.WriteOne(ParseArgumentAtoms(of), InScript);

    private List<MathAtom> ParseArgumentAtoms(string of)
    {
        SkipSpace();
        if (_at >= tex.Length || tex[_at] is '}' or '&' or '^' or '_')
            throw new TexException($"{of} needs an argument.", tex, int.Min(_at, tex.Length));
        if (tex[_at] == '{') return ParseGroup();
        if (char.IsAsciiDigit(tex[_at])) return [Number(tex[_at++].ToString())]; // \frac12 is one half
        return [ParseAtom()];
    }

    private List<MathAtom> ParseGroup()
    {
        var open = _at++;
        var outer = _alphabet;
        var atoms = ParseRow();
        _alphabet = outer;
        if (!Next('}')) throw Missing("}", open);
        return atoms;
    }

    private MathAtom ParseAtom()
    {
        var c = tex[_at];
        if (c == '\\') return ParseCommand();
        if (c == '{')
        {
            var atoms = ParseGroup();
            // A group is ordinary, whatever is in it: 10{,}000 has no space behind its comma.
            return atoms is [{ IsOperator: true } single]
                ? MathAtom.Of(MathRow.Operator(single with { Space = "0" }))
                : MathAtom.Of(MathRow.WriteOne(atoms, InScript));
        }
        if (c == '~') { _at++; return MathAtom.Of("<mspace width=\"0.3333em\"/>", AtomClass.Space); }
        if (c is '#' or '$')
            throw new TexException($"{c} has no meaning inside a formula; write \\{c} for the character.", tex, _at, c.ToString());
        if (char.IsDigit(c) || c == '.' && _at + 1 < tex.Length && char.IsDigit(tex[_at + 1])) return ParseNumber();
        if (TexSymbols.Character(c) is { } symbol) { _at++; return symbol; }
        if (IsArabic(c)) return ParseArabic();
        if (c is '^' or '_' or '\'') throw new TexException($"{c} has nothing before it.", tex, _at);

        var rune = Rune.GetRuneAt(tex, _at);
        _at += rune.Utf16SequenceLength;
        if (TexSymbols.Unicode(rune.ToString()) is { } same) return same;
        if (Rune.IsLetter(rune)) return Letter(rune.ToString());
        return Rune.IsControl(rune)
            ? throw new TexException($"the control character U+{rune.Value:X4} is not allowed in a formula.", tex, _at - 1)
            : MathAtom.Of("<mtext>" + WebUtility.HtmlEncode(rune.ToString()) + "</mtext>");
    }

    private MathAtom ParseNumber()
    {
        var start = _at;
        while (_at < tex.Length
            && (char.IsDigit(tex[_at]) || tex[_at] is '.' or '٫' or '٬' && _at + 1 < tex.Length && char.IsDigit(tex[_at + 1])))
        {
            _at++;
        }

        return Number(tex[start.._at]);
    }

    private MathAtom Number(string digits) => MathAtom.Of("<mn>" + string.Concat(digits.Select(d => _alphabet.Map(d))) + "</mn>");

    private MathAtom Letter(string letter)
    {
        // \mathrm{softmax} is one word, not seven factors.
        if (_alphabet is MathAlphabet.Roman or MathAlphabet.SansSerif or MathAlphabet.Monospace)
        {
            var word = new StringBuilder(letter);
            while (_at < tex.Length && char.IsAsciiLetter(tex[_at])) word.Append(tex[_at++]);
            return Identifier(_alphabet == MathAlphabet.Roman ? word.ToString()
                : string.Concat(word.ToString().Select(l => _alphabet.Map(l))), upright: true);
        }
        return letter.Length == 1 && _alphabet != MathAlphabet.Italic ? Identifier(_alphabet.Map(letter[0]), upright: false)
            : Identifier(letter, upright: false);
    }

    /// <summary>One <c>mi</c>: a browser slants a single letter and leaves a word upright.</summary>
    private static MathAtom Identifier(string name, bool upright)
        => MathAtom.Of($"<mi{(upright && new StringInfo(name).LengthInTextElements == 1 && name.Length == 1 ? " mathvariant=\"normal\"" : "")}>{WebUtility.HtmlEncode(name)}</mi>");

    private MathAtom ParseArabic()
    {
        var start = _at;
        while (_at < tex.Length
            && (IsArabic(tex[_at]) || tex[_at] is ' ' or '\u200c' && _at + 1 < tex.Length && IsArabic(tex[_at + 1])))
        {
            _at++;
        }

        return Text(tex[start.._at], "");
    }

    private static bool IsArabic(char c)
        => !char.IsDigit(c)
        && c is >= '\u0600' and <= '\u06FF' or >= '\u0750' and <= '\u077F' or >= '\uFB50' and <= '\uFDFF' or >= '\uFE70' and <= '\uFEFE';

    private static MathAtom Text(string text, string style)
    {
        // Spaces at the edges of mtext collapse; an author who writes \text{ if } means them.
        var body = WebUtility.HtmlEncode(text.Replace(' ', '\u00A0'));
        var direction = text.Any(IsArabic) ? " dir=\"rtl\"" : "";
        return MathAtom.Of($"<mtext{direction}{style}>{body}</mtext>");
    }

    private void SkipSpace()
    {
        while (_at < tex.Length && char.IsWhiteSpace(tex[_at])) _at++;
    }

    private bool Next(char c)
    {
        if (_at >= tex.Length || tex[_at] != c) return false;
        _at++;
        return true;
    }

    /// <summary>True where this whole command comes next: \right does not match \rightarrow.</summary>
    private bool Peek(string command)
        => string.CompareOrdinal(tex, _at, command, 0, command.Length) == 0
            && (!char.IsAsciiLetter(command[^1]) || _at + command.Length >= tex.Length || !char.IsAsciiLetter(tex[_at + command.Length]));

    /// <summary>Reads a command's name, without the backslash.</summary>
    private string Command()
    {
        var start = ++_at;
        if (_at >= tex.Length) throw new TexException("a backslash at the end commands nothing.", tex, start - 1);
        if (!char.IsAsciiLetter(tex[_at])) return tex[_at++].ToString();
        while (_at < tex.Length && char.IsAsciiLetter(tex[_at])) _at++;
        var name = tex[start.._at];
        if (name == "operatorname" && Next('*')) name += "*";
        return name;
    }

    private TexException Missing(string what, int open) => new($"{what} is missing for the {tex[open]} opened here.", tex, open);

    private TexException Unexpected() => tex[_at] switch
    {
        '}' => new TexException("} closes nothing.", tex, _at),
        '&' => new TexException("& separates columns, and is allowed inside \\begin{…} only.", tex, _at),
        _ when Peek("\\\\") => new TexException("\\\\ ends a row, and is allowed inside \\begin{…} only.", tex, _at),
        _ => new TexException($"{CommandHere()} has no partner.", tex, _at),
    };

    private string CommandHere()
    {
        var end = _at + 1;
        while (end < tex.Length && char.IsAsciiLetter(tex[end])) end++;
        return tex[_at..end];
    }
}
