using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Courseware;

/// <summary>Eight floats: AVX2.</summary>
internal readonly struct Lane8(Vector256<float> value) : IFloatLane<Lane8>
{
    private readonly Vector256<float> _value = value;

    public static int Count => 8;

    /// <summary>The same as the runtime's vector.</summary>
    public Vector256<float> Vector => _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 operator +(Lane8 a, Lane8 b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 operator -(Lane8 a, Lane8 b) => new(a._value - b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 operator *(Lane8 a, Lane8 b) => new(a._value * b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 operator /(Lane8 a, Lane8 b) => new(a._value / b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 operator -(Lane8 a) => new(-a._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Lane8(double constant) => new(Vector256.Create((float)constant));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Load(ref readonly float source, nuint offset) => new(Vector256.LoadUnsafe(in source, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lane8 value, ref float destination, nuint offset) => value._value.StoreUnsafe(ref destination, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Sqrt(Lane8 x) => new(Vector256.Sqrt(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Abs(Lane8 x) => new(Vector256.Abs(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Min(Lane8 a, Lane8 b) => new(Vector256.Min(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Max(Lane8 a, Lane8 b) => new(Vector256.Max(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Fma(Lane8 a, Lane8 b, Lane8 c) => new(Vector256.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Where(Lane8 test, Lane8 positive, Lane8 otherwise) => IfGreater(test, 0, positive, otherwise);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Exp(Lane8 x) => LaneFunctions.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Expm1(Lane8 x) => LaneFunctions.Expm1(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Log(Lane8 x) => LaneFunctions.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Log1p(Lane8 x) => LaneFunctions.Log1p(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Tanh(Lane8 x) => LaneFunctions.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Sigmoid(Lane8 x) => LaneFunctions.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Erf(Lane8 x) => LaneFunctions.Erf(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Softplus(Lane8 x) => LaneFunctions.Softplus(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 FromBits(int bits) => new(Vector256.Create(bits).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 AddBits(Lane8 a, Lane8 b) => new((a._value.AsInt32() + b._value.AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 SubtractBits(Lane8 a, Lane8 b) => new((a._value.AsInt32() - b._value.AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 AndBits(Lane8 a, Lane8 b) => new(a._value & b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 XorBits(Lane8 a, Lane8 b) => new(a._value ^ b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 ShiftLeft(Lane8 a, int count) => new((a._value.AsInt32() << count).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 ShiftRight(Lane8 a, int count) => new((a._value.AsInt32() >> count).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 IntegerToFloat(Lane8 bits) => new(Vector256.ConvertToSingle(bits._value.AsInt32()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 IfGreater(Lane8 a, Lane8 b, Lane8 x, Lane8 y) =>
        new(Vector256.ConditionalSelect(Vector256.GreaterThan(a._value, b._value), x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 IfEqual(Lane8 a, Lane8 b, Lane8 x, Lane8 y) =>
        new(Vector256.ConditionalSelect(Vector256.Equals(a._value, b._value), x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 CopySign(Lane8 size, Lane8 sign) => new(Vector256.CopySign(size._value, sign._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 ScaleByPowerOfTwo(Lane8 x, Lane8 n) =>
        Avx512F.VL.IsSupported ? new(Avx512F.VL.Scale(x._value, n._value)) : LaneFunctions.ScaleInTwoSteps(x, n);
}
