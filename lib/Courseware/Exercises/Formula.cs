namespace Courseware;

/// <summary>
/// A formula of an exercise, as its file writes it: <c>2 * mean((ŷ - y) * [z &gt; 0 ? 1 : 0])</c>. Computed in double with the library's
/// own
/// <see cref="Elementary"/> functions, so that its value has the same bits on every machine.
/// </summary>
/// <remarks>
/// Signs: + - * / ^, &lt; &lt;= &gt; &gt;= == !=, and, or, not, test ? a : b, lists [a, b], an element a[0], a text 'tiny'. Between lists,
/// or a list and a number, signs and functions work element by element. Functions: <see cref="FormulaFunctions"/>.
/// </remarks>
internal sealed class Formula
{
    private Formula(string text, FormulaNode root) => (Text, Root) = (text, root);

    public string Text { get; }

    public FormulaNode Root { get; }

    /// <exception cref="FormulaException">It is no formula.</exception>
    public static Formula Parse(string text) => new(text, FormulaParser.Parse(text));

    /// <summary>A value as a formula that has no names.</summary>
    public static Formula Of(FormulaValue value) => new(value.ToString(), NodeOf(value));

    /// <summary>The names that it uses.</summary>
    public IEnumerable<(string Name, int Position)> Names => NamesOf(Root).DistinctBy(n => n.Name);

    /// <exception cref="FormulaException">A name that is not there, shapes that do not fit, a function of other arguments.</exception>
    public FormulaValue Evaluate(Func<string, FormulaValue?> names) => Evaluate(Root, names);

    public FormulaValue Evaluate(FormulaNode node, Func<string, FormulaValue?> names)
    {
        FormulaValue Part(int i) => Evaluate(node.Operands[i], names);
        switch (node.Kind)
        {
            case FormulaKind.Number:
                return FormulaValue.Of(node.Number);
            case FormulaKind.Text:
                return FormulaValue.Of(node.Text);
            case FormulaKind.Name:
                return names(node.Text) ?? node.Text switch
                {
                    "true" => FormulaValue.Of(true),
                    "false" => FormulaValue.Of(false),
                    "pi" or "π" => FormulaValue.Of(Math.PI),
                    _ => throw Problem(node, $"there is no number '{node.Text}' here; give it in \"given\" or \"steps\""),
                };
            case FormulaKind.List:
                return ListOf(node, [.. node.Operands.Select((_, i) => Part(i))]);
            case FormulaKind.Index:
                return Element(node, Part(0), Part(1));
            case FormulaKind.Negate:
                return FormulaFunctions.Each(Numbers(node, Part(0)), x => -x);
            case FormulaKind.Not:
                return FormulaValue.Of(!Truth(node, Part(0)));
            case FormulaKind.If:
                return Truth(node, Part(0)) ? Part(1) : Part(2);
            case FormulaKind.Call:
                return Call(node, [.. node.Operands.Select((_, i) => Part(i))]);
            default:
                return Binary(node, Part);
        }
    }

    private FormulaValue Binary(FormulaNode node, Func<int, FormulaValue> part)
    {
        switch (node.Text)
        {
            case "and":
                return FormulaValue.Of(Truth(node, part(0)) && Truth(node, part(1)));
            case "or":
                return FormulaValue.Of(Truth(node, part(0)) || Truth(node, part(1)));
            case "==" or "!=":
                var (a, b) = (part(0), part(1));
                if (a.IsList || b.IsList || a.Text is null != b.Text is null)
                    throw Problem(node, $"{node.Text} compares two numbers or two texts, not {a.Described} and {b.Described}");
                var same = a.Text is not null ? a.Text == b.Text : a.Number == b.Number;
                return FormulaValue.Of(same == (node.Text == "=="));
            case "<" or "<=" or ">" or ">=":
                var (x, y) = (part(0), part(1));
                if (!x.IsNumber || !y.IsNumber)
                    throw Problem(node, $"{node.Text} compares two numbers, not {x.Described} and {y.Described}");
                return FormulaValue.Of(node.Text switch
                {
                    "<" => x.Number < y.Number,
                    "<=" => x.Number <= y.Number,
                    ">" => x.Number > y.Number,
                    _ => x.Number >= y.Number,
                });
            default:
                Func<double, double, double> rule = node.Text switch
                {
                    "+" => (p, q) => p + q,
                    "-" => (p, q) => p - q,
                    "*" => (p, q) => p * q,
                    "/" => (p, q) => p / q,
                    _ => Elementary.Pow,
                };
                var (left, right) = (Numbers(node, part(0)), Numbers(node, part(1)));
                return FormulaFunctions.Pair(left, right, rule)
                    ?? throw Problem(node, $"the two sides of {node.Text} do not fit: {left.Described} and {right.Described}");
        }
    }

    private FormulaValue Call(FormulaNode node, FormulaValue[] arguments)
    {
        try
        {
            return FormulaFunctions.Call(node.Text, arguments);
        }
        catch (ArgumentException problem)
        {
            throw Problem(node, problem.Message.TrimEnd('.'));
        }
    }

    private FormulaValue ListOf(FormulaNode node, FormulaValue[] parts)
    {
        if (parts.Length == 0)
            throw Problem(node, "a list has at least one element");
        if (Array.Find(parts, p => p.Text is not null || p.Shape.Length > 1 || p.Shape.Length != parts[0].Shape.Length
            || p.Numbers.Length != parts[0].Numbers.Length) is { } other)
        {
            throw Problem(node, $"a list has numbers, or lists of the same length; one of its elements is {other.Described}");
        }

        int[] shape = parts[0].IsList ? [parts.Length, parts[0].Shape[0]] : [parts.Length];
        return FormulaValue.Of(shape, [.. parts.SelectMany(p => p.Numbers)]);
    }

    private FormulaValue Element(FormulaNode node, FormulaValue list, FormulaValue index)
    {
        if (!list.IsList || !index.IsNumber)
            throw Problem(node, $"an index is a number after a list, not {index.Described} after {list.Described}");
        var at = index.Number;
        if (at != Math.Floor(at) || at < 0 || at >= list.Shape[0])
            throw Problem(node, $"there is no element {index}: {list.Described}, counted from 0");
        return list.Shape.Length == 1
            ? FormulaValue.Of(list.Numbers[(int)at])
            : FormulaValue.Of(list.Numbers[((int)at * list.Shape[1])..(((int)at + 1) * list.Shape[1])]);
    }

    // Yes counts 1 and no counts 0 in a calculation: the gate of a ReLU is z > 0.
    private FormulaValue Numbers(FormulaNode node, FormulaValue value)
    {
        if (value.Text is not null)
            throw Problem(node, $"a number was expected, found the text '{value.Text}'");
        return value.Truth is null ? value : FormulaValue.Of(value.Number);
    }

    private bool Truth(FormulaNode node, FormulaValue value) =>
        value.Truth ?? throw Problem(node, $"a comparison was expected, such as a < b, found {value.Described}");

    private FormulaException Problem(FormulaNode node, string problem) => new(Text, node.Position, problem + ".");

    private static IEnumerable<(string Name, int Position)> NamesOf(FormulaNode node) =>
        (node.Kind == FormulaKind.Name && node.Text is not ("true" or "false" or "pi" or "π") ? [(node.Text, node.Position)]
            : Array.Empty<(string, int)>())
        .Concat(node.Operands.SelectMany(NamesOf));

    private static FormulaNode NodeOf(FormulaValue value) => value switch
    {
        { Text: { } text } => new(FormulaKind.Text, 0, text, 0),
        { Truth: { } truth } => new(FormulaKind.Name, 0, truth ? "true" : "false", 0),
        { Shape.Length: 0 } => new(FormulaKind.Number, 0, "", value.Number),
        { Shape.Length: 1 } => new(FormulaKind.List, 0, "", 0, [.. value.Numbers.Select(n => NodeOf(FormulaValue.Of(n)))]),
        _ => new(FormulaKind.List, 0, "", 0, [.. value.Numbers.Chunk(value.Shape[1]).Select(row => NodeOf(FormulaValue.Of(row)))]),
    };
}
