using System.Globalization;

namespace Courseware;

/// <summary>Reads the formulas of exercises: recursive descent, one method for each strength of binding.</summary>
internal sealed class FormulaParser
{
    private static readonly string[] s_comparisons = ["<=", ">=", "==", "!=", "≤", "≥", "≠", "<", ">", "="];

    private readonly string _text;
    private int _at;

    private FormulaParser(string text) => _text = text;

    /// <exception cref="FormulaException">It is no formula.</exception>
    public static FormulaNode Parse(string text)
    {
        var parser = new FormulaParser(text);
        var root = parser.Conditional();
        parser.Skip();
        return parser._at == text.Length ? root : throw parser.Problem($"nothing more was expected, found '{text[parser._at]}'");
    }

    private FormulaNode Conditional()
    {
        var test = Either();
        var at = _at;
        if (!Take("?"))
            return test;
        var yes = Conditional();
        Expect(":", "of a condition: test ? a : b");
        return new(FormulaKind.If, at, "?", 0, test, yes, Conditional());
    }

    private FormulaNode Either() => Chain(Both, "or");

    private FormulaNode Both() => Chain(Negation, "and");

    private FormulaNode Negation()
    {
        Skip();
        var at = _at;
        return TakeWord("not") ? new(FormulaKind.Not, at, "not", 0, Negation()) : Comparison();
    }

    private FormulaNode Comparison()
    {
        var left = Sum();
        Skip();
        var at = _at;
        if (Array.Find(s_comparisons, Take) is not { } sign)
            return left;
        return new(FormulaKind.Binary, at, sign switch { "≤" => "<=", "≥" => ">=", "≠" => "!=", "=" => "==", _ => sign }, 0, left, Sum());
    }

    private FormulaNode Sum() => Chain(Product, "+", "-", "−");

    private FormulaNode Product() => Chain(Sign, "*", "·", "/");

    private FormulaNode Sign()
    {
        Skip();
        var at = _at;
        return Take("-") || Take("−") ? new(FormulaKind.Negate, at, "-", 0, Sign()) : Power();
    }

    // −a² is −(a²), a^−b is allowed, a^b^c is a^(b^c).
    private FormulaNode Power()
    {
        var root = Indexed();
        Skip();
        var at = _at;
        return Take("^") ? new(FormulaKind.Binary, at, "^", 0, root, Sign()) : root;
    }

    private FormulaNode Indexed()
    {
        var part = Atom();
        while (true)
        {
            Skip();
            var at = _at;
            if (!Take("["))
                return part;
            part = new(FormulaKind.Index, at, "[", 0, part, Conditional());
            Expect("]", "after an index");
        }
    }

    private FormulaNode Atom()
    {
        Skip();
        var at = _at;
        if (_at == _text.Length)
            throw Problem("the formula ends where a number, a name or a bracket was expected");
        var c = _text[_at];
        if (char.IsAsciiDigit(c) || c == '.')
            return Number();
        if (c == '\'')
        {
            var end = _text.IndexOf('\'', _at + 1);
            if (end < 0)
                throw Problem("this text has no closing '");
            _at = end + 1;
            return new(FormulaKind.Text, at, _text[(at + 1)..end], 0);
        }
        if (Take("("))
        {
            var inner = Conditional();
            Expect(")", "for the bracket opened at position " + (at + 1).ToString(CultureInfo.InvariantCulture));
            return inner;
        }
        if (Take("["))
            return new(FormulaKind.List, at, "", 0, Arguments("]"));
        if (!IsLetter(c))
            throw Problem($"a number, a name or a bracket was expected, found '{c}'");
        var name = Word();
        return Take("(") ? new(FormulaKind.Call, at, name, 0, Arguments(")")) : new(FormulaKind.Name, at, name, 0);
    }

    private FormulaNode Number()
    {
        var at = _at;
        while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] == '.'))
            _at++;
        // 1e-8, but not the name e next to a number.
        if (_at + 1 < _text.Length && _text[_at] is 'e' or 'E')
        {
            var digits = _text[_at + 1] is '-' or '+' or '−' ? _at + 2 : _at + 1;
            if (digits < _text.Length && char.IsAsciiDigit(_text[digits]))
            {
                _at = digits;
                while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
                    _at++;
            }
        }
        var number = _text[at.._at].Replace('−', '-');
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? new(FormulaKind.Number, at, _text[at.._at], value)
            : throw new FormulaException(_text, at, $"'{number}' is no number; write 0.5 or 1e-8");
    }

    private FormulaNode[] Arguments(string close)
    {
        var arguments = new List<FormulaNode>();
        if (Take(close))
            return [];
        do
            arguments.Add(Conditional());
        while (Take(","));
        Expect(close, "after the last of a list");
        return [.. arguments];
    }

    private FormulaNode Chain(Func<FormulaNode> part, params string[] signs)
    {
        var left = part();
        while (true)
        {
            Skip();
            var at = _at;
            if (Array.Find(signs, sign => char.IsAsciiLetter(sign[0]) ? TakeWord(sign) : Take(sign)) is not { } sign)
                return left;
            left = new(FormulaKind.Binary, at, sign switch { "−" => "-", "·" => "*", _ => sign }, 0, left, part());
        }
    }

    private string Word()
    {
        var at = _at;
        while (_at < _text.Length && (IsLetter(_text[_at]) || char.GetUnicodeCategory(_text[_at])
            is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.OtherNumber or UnicodeCategory.NonSpacingMark))
        {
            _at++;
        }

        return _text[at.._at];
    }

    private static bool IsLetter(char c) => char.IsLetter(c) || c == '_';

    private bool TakeWord(string word)
    {
        Skip();
        var at = _at;
        if (Word() == word)
            return true;
        _at = at;
        return false;
    }

    private bool Take(string sign)
    {
        Skip();
        if (string.CompareOrdinal(_text, _at, sign, 0, sign.Length) != 0)
            return false;
        _at += sign.Length;
        return true;
    }

    private void Expect(string sign, string why)
    {
        if (!Take(sign))
            throw Problem($"'{sign}' was expected {why}, found {(_at < _text.Length ? $"'{_text[_at]}'" : "the end")}");
    }

    private void Skip()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            _at++;
    }

    private FormulaException Problem(string problem) => new(_text, _at, problem + ".");
}
