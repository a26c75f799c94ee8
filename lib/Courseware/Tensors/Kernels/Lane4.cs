using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Courseware;

/// <summary>Four floats: SSE and Arm's AdvSimd.</summary>
internal readonly struct Lane4(Vector128<float> value) : IFloatLane<Lane4>
{
    private readonly Vector128<float> _value = value;

    public static int Count => 4;

    /// <summary>The same as the runtime's vector.</summary>
    public Vector128<float> Vector => _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 operator +(Lane4 a, Lane4 b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 operator -(Lane4 a, Lane4 b) => new(a._value - b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 operator *(Lane4 a, Lane4 b) => new(a._value * b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 operator /(Lane4 a, Lane4 b) => new(a._value / b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 operator -(Lane4 a) => new(-a._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Lane4(double constant) => new(Vector128.Create((float)constant));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Load(ref readonly float source, nuint offset) => new(Vector128.LoadUnsafe(in source, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lane4 value, ref float destination, nuint offset) => value._value.StoreUnsafe(ref destination, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Sqrt(Lane4 x) => new(Vector128.Sqrt(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Abs(Lane4 x) => new(Vector128.Abs(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Min(Lane4 a, Lane4 b) => new(Vector128.Min(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Max(Lane4 a, Lane4 b) => new(Vector128.Max(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Fma(Lane4 a, Lane4 b, Lane4 c) => new(Vector128.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Where(Lane4 test, Lane4 positive, Lane4 otherwise) => IfGreater(test, 0, positive, otherwise);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Exp(Lane4 x) => LaneFunctions.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Expm1(Lane4 x) => LaneFunctions.Expm1(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Log(Lane4 x) => LaneFunctions.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Log1p(Lane4 x) => LaneFunctions.Log1p(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Tanh(Lane4 x) => LaneFunctions.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Sigmoid(Lane4 x) => LaneFunctions.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Erf(Lane4 x) => LaneFunctions.Erf(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Softplus(Lane4 x) => LaneFunctions.Softplus(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 FromBits(int bits) => new(Vector128.Create(bits).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 AddBits(Lane4 a, Lane4 b) => new((a._value.AsInt32() + b._value.AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 SubtractBits(Lane4 a, Lane4 b) => new((a._value.AsInt32() - b._value.AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 AndBits(Lane4 a, Lane4 b) => new(a._value & b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 XorBits(Lane4 a, Lane4 b) => new(a._value ^ b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 ShiftLeft(Lane4 a, int count) => new((a._value.AsInt32() << count).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 ShiftRight(Lane4 a, int count) => new((a._value.AsInt32() >> count).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 IntegerToFloat(Lane4 bits) => new(Vector128.ConvertToSingle(bits._value.AsInt32()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 IfGreater(Lane4 a, Lane4 b, Lane4 x, Lane4 y) =>
        new(Vector128.ConditionalSelect(Vector128.GreaterThan(a._value, b._value), x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 IfEqual(Lane4 a, Lane4 b, Lane4 x, Lane4 y) =>
        new(Vector128.ConditionalSelect(Vector128.Equals(a._value, b._value), x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 CopySign(Lane4 size, Lane4 sign) => new(Vector128.CopySign(size._value, sign._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 ScaleByPowerOfTwo(Lane4 x, Lane4 n) =>
        Avx512F.VL.IsSupported ? new(Avx512F.VL.Scale(x._value, n._value)) : LaneFunctions.ScaleInTwoSteps(x, n);
}
