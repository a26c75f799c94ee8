using System.Globalization;

namespace Courseware;

public sealed partial class Tensor
{
    /// <summary>The element-wise sum, with NumPy's broadcasting.</summary>
    public static Tensor operator +(Tensor a, Tensor b) => BinaryOperation<AddRule>.Of("add", a, b, (x, y) => $"{x} + {y}");

    /// <summary>The element-wise difference, with NumPy's broadcasting.</summary>
    public static Tensor operator -(Tensor a, Tensor b) => BinaryOperation<SubtractRule>.Of("subtract", a, b, (x, y) => $"{x} - {y}");

    /// <summary>The element-wise product, with NumPy's broadcasting.</summary>
    public static Tensor operator *(Tensor a, Tensor b) => BinaryOperation<MultiplyRule>.Of("multiply", a, b, (x, y) => $@"{x} \cdot {y}");

    /// <summary>The element-wise quotient, with NumPy's broadcasting.</summary>
    public static Tensor operator /(Tensor a, Tensor b)
        => BinaryOperation<DivideRule>.Of("divide", a, b, (x, y) => $@"\frac{{{x}}}{{{y}}}");

    public static Tensor operator -(Tensor x) => Affine(x, -1, 0, t => $"-{t}");

    public static Tensor operator +(Tensor x, double c) => Affine(x, 1, c, t => $"{t} + {Text(c)}");

    public static Tensor operator +(double c, Tensor x) => Affine(x, 1, c, t => $"{Text(c)} + {t}");

    public static Tensor operator -(Tensor x, double c) => Affine(x, 1, -c, t => $"{t} - {Text(c)}");

    public static Tensor operator -(double c, Tensor x) => Affine(x, -1, c, t => $"{Text(c)} - {t}");

    public static Tensor operator *(Tensor x, double c) => Affine(x, c, 0, t => $@"{t} \cdot {Text(c)}");

    public static Tensor operator *(double c, Tensor x) => Affine(x, c, 0, t => $@"{Text(c)} \cdot {t}");

    public static Tensor operator /(Tensor x, double c) => Affine(x, 1 / c, 0, t => $@"\frac{{{t}}}{{{Text(c)}}}");

    public static Tensor operator /(double c, Tensor x) => Scalar(c, x.DType) / x;

    /// <summary>The matrix product, shapes (m, k) · (k, n) → (m, n).</summary>
    public Tensor MatMul(Tensor b) => MatMulOperation.Of(this, b);

    /// <summary>The sum of all elements, shape ().</summary>
    public Tensor Sum() => SumOperation.Sum(this);

    /// <summary>The mean of all elements, shape ().</summary>
    public Tensor Mean() => SumOperation.Mean(this);

    /// <summary>x², element by element.</summary>
    public Tensor Square() => UnaryOperation<SquareRule>.Of("square", default, this, t => $"\\left({t}\\right)^2");

    /// <summary>√x, element by element.</summary>
    public Tensor Sqrt() => UnaryOperation<SqrtRule>.Of("sqrt", default, this, t => $"\\sqrt{{{t}}}");

    /// <summary>eˣ, element by element.</summary>
    public Tensor Exp() => UnaryOperation<ExpRule>.Of("exp", default, this, t => $"e^{{{t}}}");

    /// <summary>ln x, element by element.</summary>
    public Tensor Log() => UnaryOperation<LogRule>.Of("log", default, this, t => $"\\log\\left({t}\\right)");

    /// <summary>|x|, element by element.</summary>
    public Tensor Abs() => UnaryOperation<AbsRule>.Of("abs", default, this, t => $"\\left|{t}\\right|");

    /// <summary>The same numbers under another shape; one size may be −1 and is worked out.</summary>
    public Tensor Reshape(params int[] shape)
    {
        var free = Array.IndexOf(shape, -1);
        if (free < 0)
            return ReshapeOperation.Of(this, shape);
        var known = shape.Where((_, i) => i != free).Aggregate(1, (a, b) => a * b);
        return ReshapeOperation.Of(this, [.. shape[..free], known == 0 ? 0 : Length / known, .. shape[(free + 1)..]]);
    }

    /// <summary>The columns start … start + count − 1 of a matrix, shape (rows, columns) → (rows, count).</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are no such columns.</exception>
    public Tensor Columns(int start, int count) => ColumnsOperation.Of(this, start, count);

    private static Tensor Affine(Tensor x, double scale, double shift, Func<string, string> tex)
        => UnaryOperation<AffineRule>.Of("affine", new AffineRule(scale, shift), x, tex);

    private static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
