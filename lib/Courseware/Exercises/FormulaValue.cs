using System.Globalization;

namespace Courseware;

/// <summary>What a formula computes: a number, yes or no, a text, a list of numbers (rank 1) or rows of numbers (rank 2).</summary>
internal sealed class FormulaValue
{
    private FormulaValue(int[] shape, double[] numbers, bool? truth = null, string? text = null)
        => (Shape, Numbers, Truth, Text) = (shape, numbers, truth, text);

    /// <summary>Empty for a number.</summary>
    public int[] Shape { get; }

    /// <summary>The numbers, row by row; empty for a text.</summary>
    public double[] Numbers { get; }

    /// <summary>Yes or no, where it is that.</summary>
    public bool? Truth { get; }

    public string? Text { get; }

    public bool IsNumber => Shape.Length == 0 && Truth is null && Text is null;

    public bool IsList => Shape.Length > 0;

    public double Number => Numbers[0];

    /// <summary>"a number", "a list of 6 numbers", "2 × 3 numbers" …, for messages.</summary>
    public string Described => Text is not null ? "a text" : Truth is not null ? "yes or no" : Shape.Length switch
    {
        0 => "a number",
        1 => Shape[0] == 1 ? "a list of 1 number" : $"a list of {Shape[0].ToString(CultureInfo.InvariantCulture)} numbers",
        _ => string.Join(" × ", Shape.Select(n => n.ToString(CultureInfo.InvariantCulture))) + " numbers",
    };

    public static FormulaValue Of(double number) => new([], [number]);

    public static FormulaValue Of(bool truth) => new([], [truth ? 1 : 0], truth: truth);

    public static FormulaValue Of(string text) => new([], [], text: text);

    public static FormulaValue Of(double[] numbers) => new([numbers.Length], numbers);

    public static FormulaValue Of(int[] shape, double[] numbers) => new(shape, numbers);

    /// <summary>The value as C# writes it.</summary>
    public string ToCSharp() => this switch
    {
        { Text: { } text } =>
            '"' + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + '"',
        { Truth: { } truth } => truth ? "true" : "false",
        { Shape.Length: 0 } => CSharp(Number),
        { Shape.Length: 1 } => $"[{string.Join(", ", Numbers.Select(CSharp))}]",
        _ => $"[{string.Join(", ", Numbers.Chunk(Shape[1]).Select(row => $"[{string.Join(", ", row.Select(CSharp))}]"))}]",
    };

    /// <summary>As a student writes it: six digits, a true minus sign.</summary>
    public override string ToString() => this switch
    {
        { Text: { } text } => text,
        { Truth: { } truth } => truth ? "yes" : "no",
        { Shape.Length: 0 } => NumberText.Plain(Number),
        { Shape.Length: 1 } => $"({string.Join(", ", Numbers.Select(NumberText.Plain))})",
        _ => $"({string.Join("; ", Numbers.Chunk(Shape[1]).Select(row => string.Join(", ", row.Select(NumberText.Plain))))})",
    };

    private static string CSharp(double number) => number switch
    {
        double.PositiveInfinity => "double.PositiveInfinity",
        double.NegativeInfinity => "double.NegativeInfinity",
        double.NaN => "double.NaN",
        _ when number == Math.Floor(number) && Math.Abs(number) < 1e15 => number.ToString("F1", CultureInfo.InvariantCulture),
        _ => number.ToString("R", CultureInfo.InvariantCulture),
    };
}
