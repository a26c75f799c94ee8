using System.Runtime.CompilerServices;

namespace Courseware;

/// <summary>One double: hand calculations, gradient checks, and the float64 twin of every rule.</summary>
internal readonly record struct LaneF64(double Value) : ILane<LaneF64>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneF64 operator +(LaneF64 a, LaneF64 b) => new(a.Value + b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneF64 operator -(LaneF64 a, LaneF64 b) => new(a.Value - b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneF64 operator *(LaneF64 a, LaneF64 b) => new(a.Value * b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneF64 operator /(LaneF64 a, LaneF64 b) => new(a.Value / b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneF64 operator -(LaneF64 a) => new(-a.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator LaneF64(double constant) => new(constant);

    /// <inheritdoc/>
    public static LaneF64 Sqrt(LaneF64 x) => new(Math.Sqrt(x.Value));

    /// <inheritdoc/>
    public static LaneF64 Abs(LaneF64 x) => new(Math.Abs(x.Value));

    /// <inheritdoc/>
    public static LaneF64 Min(LaneF64 a, LaneF64 b) => new(Math.Min(a.Value, b.Value));

    /// <inheritdoc/>
    public static LaneF64 Max(LaneF64 a, LaneF64 b) => new(Math.Max(a.Value, b.Value));

    /// <inheritdoc/>
    public static LaneF64 Fma(LaneF64 a, LaneF64 b, LaneF64 c) => new(Math.FusedMultiplyAdd(a.Value, b.Value, c.Value));

    /// <inheritdoc/>
    public static LaneF64 Where(LaneF64 test, LaneF64 positive, LaneF64 otherwise) => test.Value > 0 ? positive : otherwise;

    /// <inheritdoc/>
    public static LaneF64 Exp(LaneF64 x) => new(Elementary.Exp(x.Value));

    /// <inheritdoc/>
    public static LaneF64 Expm1(LaneF64 x) => new(Elementary.Expm1(x.Value));

    /// <inheritdoc/>
    public static LaneF64 Log(LaneF64 x) => new(Elementary.Log(x.Value));

    /// <inheritdoc/>
    public static LaneF64 Log1p(LaneF64 x) => new(Elementary.Log1p(x.Value));

    /// <inheritdoc/>
    public static LaneF64 Tanh(LaneF64 x) => new(Elementary.Tanh(x.Value));

    /// <inheritdoc/>
    public static LaneF64 Sigmoid(LaneF64 x) => new(Elementary.Sigmoid(x.Value));

    /// <inheritdoc/>
    public static LaneF64 Erf(LaneF64 x) => new(Elementary.Erf(x.Value));

    /// <inheritdoc/>
    public static LaneF64 Softplus(LaneF64 x) => new(Elementary.Softplus(x.Value));
}
