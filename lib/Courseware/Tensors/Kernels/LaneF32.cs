using System.Runtime.CompilerServices;

namespace Courseware;

/// <summary>One float: the end of a row that no vector fills, and the plain reference that vectors are tested against.</summary>
internal readonly record struct LaneF32(float Value) : IFloatLane<LaneF32>
{
    static int IFloatLane<LaneF32>.Count => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneF32 operator +(LaneF32 a, LaneF32 b) => new(a.Value + b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneF32 operator -(LaneF32 a, LaneF32 b) => new(a.Value - b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneF32 operator *(LaneF32 a, LaneF32 b) => new(a.Value * b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneF32 operator /(LaneF32 a, LaneF32 b) => new(a.Value / b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneF32 operator -(LaneF32 a) => new(-a.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator LaneF32(double constant) => new((float)constant);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneF32 Sqrt(LaneF32 x) => new(MathF.Sqrt(x.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneF32 Abs(LaneF32 x) => new(MathF.Abs(x.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneF32 Min(LaneF32 a, LaneF32 b) => new(MathF.Min(a.Value, b.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneF32 Max(LaneF32 a, LaneF32 b) => new(MathF.Max(a.Value, b.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneF32 Fma(LaneF32 a, LaneF32 b, LaneF32 c) => new(MathF.FusedMultiplyAdd(a.Value, b.Value, c.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneF32 Where(LaneF32 test, LaneF32 positive, LaneF32 otherwise) => test.Value > 0 ? positive : otherwise;

    /// <inheritdoc/>
    public static LaneF32 Exp(LaneF32 x) => LaneFunctions.Exp(x);

    /// <inheritdoc/>
    public static LaneF32 Expm1(LaneF32 x) => LaneFunctions.Expm1(x);

    /// <inheritdoc/>
    public static LaneF32 Log(LaneF32 x) => LaneFunctions.Log(x);

    /// <inheritdoc/>
    public static LaneF32 Log1p(LaneF32 x) => LaneFunctions.Log1p(x);

    /// <inheritdoc/>
    public static LaneF32 Tanh(LaneF32 x) => LaneFunctions.Tanh(x);

    /// <inheritdoc/>
    public static LaneF32 Sigmoid(LaneF32 x) => LaneFunctions.Sigmoid(x);

    /// <inheritdoc/>
    public static LaneF32 Erf(LaneF32 x) => LaneFunctions.Erf(x);

    /// <inheritdoc/>
    public static LaneF32 Softplus(LaneF32 x) => LaneFunctions.Softplus(x);

    static LaneF32 IFloatLane<LaneF32>.Load(ref readonly float source, nuint offset) =>
        new(Unsafe.Add(ref Unsafe.AsRef(in source), offset));

    static void IFloatLane<LaneF32>.Store(LaneF32 value, ref float destination, nuint offset) =>
        Unsafe.Add(ref destination, offset) = value.Value;

    static LaneF32 IFloatLane<LaneF32>.FromBits(int bits) => new(BitConverter.Int32BitsToSingle(bits));

    static LaneF32 IFloatLane<LaneF32>.AddBits(LaneF32 a, LaneF32 b) => OfBits(Bits(a) + Bits(b));

    static LaneF32 IFloatLane<LaneF32>.SubtractBits(LaneF32 a, LaneF32 b) => OfBits(Bits(a) - Bits(b));

    static LaneF32 IFloatLane<LaneF32>.AndBits(LaneF32 a, LaneF32 b) => OfBits(Bits(a) & Bits(b));

    static LaneF32 IFloatLane<LaneF32>.XorBits(LaneF32 a, LaneF32 b) => OfBits(Bits(a) ^ Bits(b));

    static LaneF32 IFloatLane<LaneF32>.ShiftLeft(LaneF32 a, int count) => OfBits(Bits(a) << count);

    static LaneF32 IFloatLane<LaneF32>.ShiftRight(LaneF32 a, int count) => OfBits(Bits(a) >> count);

    static LaneF32 IFloatLane<LaneF32>.IntegerToFloat(LaneF32 bits) => new(Bits(bits));

    static LaneF32 IFloatLane<LaneF32>.IfGreater(LaneF32 a, LaneF32 b, LaneF32 x, LaneF32 y) => a.Value > b.Value ? x : y;

    static LaneF32 IFloatLane<LaneF32>.IfEqual(LaneF32 a, LaneF32 b, LaneF32 x, LaneF32 y) => a.Value == b.Value ? x : y;

    static LaneF32 IFloatLane<LaneF32>.CopySign(LaneF32 size, LaneF32 sign) => new(MathF.CopySign(size.Value, sign.Value));

    static LaneF32 IFloatLane<LaneF32>.ScaleByPowerOfTwo(LaneF32 x, LaneF32 n) => LaneFunctions.ScaleInTwoSteps(x, n);

    private static int Bits(LaneF32 x) => BitConverter.SingleToInt32Bits(x.Value);

    private static LaneF32 OfBits(int bits) => new(BitConverter.Int32BitsToSingle(bits));
}
