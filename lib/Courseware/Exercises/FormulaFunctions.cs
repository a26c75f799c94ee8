namespace Courseware;

/// <summary>The functions of formulas.</summary>
internal static class FormulaFunctions
{
    private static readonly Dictionary<string, Func<double, double>> s_one = new()
    {
        ["exp"] = Elementary.Exp,
        ["ln"] = Elementary.Log,
        ["log"] = Elementary.Log,
        ["log2"] = Elementary.Log2,
        ["log10"] = Elementary.Log10,
        ["sqrt"] = Math.Sqrt,
        ["abs"] = Math.Abs,
        ["sign"] = x => x > 0 ? 1 : x < 0 ? -1 : 0,
        ["floor"] = Math.Floor,
        ["ceil"] = Math.Ceiling,
        ["tanh"] = Elementary.Tanh,
        ["sigmoid"] = Elementary.Sigmoid,
        ["relu"] = x => x > 0 ? x : 0,
        ["sin"] = Elementary.Sin,
        ["cos"] = Elementary.Cos,
    };

    private static readonly Dictionary<string, Func<FormulaValue, FormulaValue>> s_whole = new()
    {
        ["count"] = v => FormulaValue.Of(v.IsList ? v.Shape[0] : 1),
        ["softmax"] = Softmax,
        ["transpose"] = Transpose,
    };

    /// <summary>All names, for messages.</summary>
    public static IEnumerable<string> Names => [.. s_one.Keys, "max", "min", "sum", "mean", "var", "std", "round", "dot", .. s_whole.Keys];

    /// <exception cref="ArgumentException">No such function, or other arguments than it takes.</exception>
    public static FormulaValue Call(string name, FormulaValue[] arguments)
    {
        if (Array.Find(arguments, a => a.Text is not null) is { } text)
            throw new ArgumentException($"{name} takes numbers, not the text '{text.Text}'");
        if (s_one.TryGetValue(name, out var one))
            return Each(Only(name, arguments), one);
        if (s_whole.TryGetValue(name, out var whole))
            return whole(Only(name, arguments));
        switch (name)
        {
            case "max" or "min":
                Func<double, double, double> pick = name == "max" ? (a, b) => a > b ? a : b : (a, b) => a < b ? a : b;
                if (arguments.Length == 1)
                    return FormulaValue.Of(arguments[0].Numbers.Aggregate(pick));
                return Some(name, arguments).Aggregate((a, b) => Pair(a, b, pick) ?? throw Unfit(name, a, b));
            case "sum":
                return Along(name, arguments, Total);
            case "mean":
                return Along(name, arguments, Mean);
            case "var" or "std":
                return Spread(name, arguments);
            case "round":
                if (arguments is not [var value, { IsNumber: true, Number: >= 0 and <= 15 } digits])
                    throw new ArgumentException("round takes a number and how many decimals: round(x, 2)");
                return Each(value, x => Math.Round(x, (int)digits.Number, MidpointRounding.AwayFromZero));
            case "dot":
                return Dot(arguments);
            default:
                throw new ArgumentException($"there is no function '{name}'; there are {string.Join(", ", Names)}");
        }
    }

    public static FormulaValue Each(FormulaValue value, Func<double, double> rule)
        => FormulaValue.Of(value.Shape, Array.ConvertAll(value.Numbers, x => rule(x)));

    /// <summary>
    /// Element by element; a number, a row or a column is used again for each row or column, as NumPy does. Null if the shapes do not fit.
    /// </summary>
    public static FormulaValue? Pair(FormulaValue a, FormulaValue b, Func<double, double, double> rule)
    {
        var rank = Math.Max(a.Shape.Length, b.Shape.Length);
        var (left, right) = (Padded(a.Shape, rank), Padded(b.Shape, rank));
        if (!left.Zip(right).All(d => d.First == d.Second || d.First == 1 || d.Second == 1))
            return null;
        int[] shape = [.. left.Zip(right, Math.Max)];
        var columns = rank == 0 ? 1 : shape[^1];
        var result = new double[shape.Aggregate(1, (n, d) => n * d)];
        for (var i = 0; i < result.Length; i++)
            result[i] = rule(a.Numbers[At(left, i)], b.Numbers[At(right, i)]);
        return FormulaValue.Of(shape, result);

        int At(int[] dimensions, int i) => dimensions.Length switch
        {
            0 => 0,
            1 => dimensions[0] == 1 ? 0 : i,
            _ => (dimensions[0] == 1 ? 0 : i / columns) * dimensions[1] + (dimensions[1] == 1 ? 0 : i % columns),
        };
    }

    private static int[] Padded(int[] shape, int rank) => [.. Enumerable.Repeat(1, rank - shape.Length), .. shape];

    // From left to right, as by hand.
    private static double Total(double[] numbers)
    {
        var sum = 0.0;
        foreach (var x in numbers)
            sum += x;
        return sum;
    }

    private static double Mean(double[] numbers) => Total(numbers) / numbers.Length;

    private static FormulaValue Spread(string name, FormulaValue[] arguments)
    {
        if (arguments is not ([{ IsList: true }] or [{ IsList: true }, { IsNumber: true }]))
            throw new ArgumentException($"{name} takes a list and, if it is not 0, what is taken off its count: {name}(x, 1)");
        var numbers = arguments[0].Numbers;
        var mean = Mean(numbers);
        var variance = Total(Array.ConvertAll(numbers, x => (x - mean) * (x - mean))) / (numbers.Length
            - (arguments.Length == 2 ? arguments[1].Number : 0));
        return FormulaValue.Of(name == "std" ? Math.Sqrt(variance) : variance);
    }

    /// <summary>Over everything, or along an axis: sum(x), sum(x, 0) over the rows (one number for each column), sum(x, 1).</summary>
    private static FormulaValue Along(string name, FormulaValue[] arguments, Func<double[], double> rule)
    {
        if (arguments is [var list])
            return FormulaValue.Of(rule(list.Numbers));
        if (arguments is not [{ Shape.Length: 2 } table, { IsNumber: true, Number: 0 or 1 } axis])
            throw new ArgumentException($"{name} takes a list, or rows of numbers and an axis, 0 or 1: {name}(x, 0)");
        double[][] rows = [.. table.Numbers.Chunk(table.Shape[1])];
        return FormulaValue.Of(axis.Number == 1
            ? Array.ConvertAll(rows, row => rule(row))
            : [.. Enumerable.Range(0, table.Shape[1]).Select(k => rule(Array.ConvertAll(rows, row => row[k])))]);
    }

    private static FormulaValue Dot(FormulaValue[] arguments)
    {
        if (arguments is not [{ IsList: true } a, { IsList: true } b] || a.Shape[^1] != b.Shape[0])
            throw new ArgumentException($"dot takes two lists of the same length, or rows and a list that fit, not {string.Join(" and ", arguments.Select(p => p.Described))}");
        var (rows, inner, columns) = (a.Shape.Length == 1 ? 1 : a.Shape[0], b.Shape[0], b.Shape.Length == 1 ? 1 : b.Shape[1]);
        var result = new double[rows * columns];
        for (var i = 0; i < rows; i++)
        {
            for (var k = 0; k < columns; k++)
            {
                for (var j = 0; j < inner; j++)
                    result[i * columns + k] += a.Numbers[i * inner + j] * b.Numbers[j * columns + k];
            }
        }

        int[] shape = [.. a.Shape[..^1], .. b.Shape[1..]];
        return FormulaValue.Of(shape, result);
    }

    private static FormulaValue Softmax(FormulaValue z)
    {
        if (z.Shape.Length != 1)
            throw new ArgumentException($"softmax takes a list, not {z.Described}");
        var largest = z.Numbers.Max();
        var exponentials = Array.ConvertAll(z.Numbers, x => Elementary.Exp(x - largest));
        var sum = Total(exponentials);
        return FormulaValue.Of(Array.ConvertAll(exponentials, x => x / sum));
    }

    private static FormulaValue Transpose(FormulaValue table)
    {
        if (table.Shape.Length != 2)
            throw new ArgumentException($"transpose takes rows of numbers, not {table.Described}");
        var (rows, columns) = (table.Shape[0], table.Shape[1]);
        return FormulaValue.Of([columns, rows],
            [.. Enumerable.Range(0, rows * columns).Select(i => table.Numbers[i % rows * columns + i / rows])]);
    }

    private static FormulaValue Only(string name, FormulaValue[] arguments) =>
        arguments is [var only] ? only : throw new ArgumentException($"{name} takes one argument, found {arguments.Length}");

    private static FormulaValue[] Some(string name, FormulaValue[] arguments) =>
        arguments.Length > 0 ? arguments : throw new ArgumentException($"{name} takes at least one argument");

    private static ArgumentException Unfit(string name, FormulaValue a, FormulaValue b)
        => new($"the arguments of {name} do not fit: {a.Described} and {b.Described}");
}
