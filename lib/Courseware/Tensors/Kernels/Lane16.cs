using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Courseware;

/// <summary>Sixteen floats: AVX-512.</summary>
internal readonly struct Lane16(Vector512<float> value) : IFloatLane<Lane16>
{
    private readonly Vector512<float> _value = value;

    public static int Count => 16;

    /// <summary>The same as the runtime's vector.</summary>
    public Vector512<float> Vector => _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 operator +(Lane16 a, Lane16 b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 operator -(Lane16 a, Lane16 b) => new(a._value - b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 operator *(Lane16 a, Lane16 b) => new(a._value * b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 operator /(Lane16 a, Lane16 b) => new(a._value / b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 operator -(Lane16 a) => new(-a._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Lane16(double constant) => new(Vector512.Create((float)constant));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Load(ref readonly float source, nuint offset) => new(Vector512.LoadUnsafe(in source, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lane16 value, ref float destination, nuint offset) => value._value.StoreUnsafe(ref destination, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Sqrt(Lane16 x) => new(Vector512.Sqrt(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Abs(Lane16 x) => new(Vector512.Abs(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Min(Lane16 a, Lane16 b) => new(Vector512.Min(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Max(Lane16 a, Lane16 b) => new(Vector512.Max(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Fma(Lane16 a, Lane16 b, Lane16 c) => new(Vector512.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Where(Lane16 test, Lane16 positive, Lane16 otherwise) => IfGreater(test, 0, positive, otherwise);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Exp(Lane16 x) => LaneFunctions.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Expm1(Lane16 x) => LaneFunctions.Expm1(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Log(Lane16 x) => LaneFunctions.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Log1p(Lane16 x) => LaneFunctions.Log1p(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Tanh(Lane16 x) => LaneFunctions.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Sigmoid(Lane16 x) => LaneFunctions.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Erf(Lane16 x) => LaneFunctions.Erf(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Softplus(Lane16 x) => LaneFunctions.Softplus(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 FromBits(int bits) => new(Vector512.Create(bits).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 AddBits(Lane16 a, Lane16 b) => new((a._value.AsInt32() + b._value.AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 SubtractBits(Lane16 a, Lane16 b) => new((a._value.AsInt32() - b._value.AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 AndBits(Lane16 a, Lane16 b) => new(a._value & b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 XorBits(Lane16 a, Lane16 b) => new(a._value ^ b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 ShiftLeft(Lane16 a, int count) => new((a._value.AsInt32() << count).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 ShiftRight(Lane16 a, int count) => new((a._value.AsInt32() >> count).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 IntegerToFloat(Lane16 bits) => new(Vector512.ConvertToSingle(bits._value.AsInt32()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 IfGreater(Lane16 a, Lane16 b, Lane16 x, Lane16 y) =>
        new(Vector512.ConditionalSelect(Vector512.GreaterThan(a._value, b._value), x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 IfEqual(Lane16 a, Lane16 b, Lane16 x, Lane16 y) =>
        new(Vector512.ConditionalSelect(Vector512.Equals(a._value, b._value), x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 CopySign(Lane16 size, Lane16 sign) => new(Vector512.CopySign(size._value, sign._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 ScaleByPowerOfTwo(Lane16 x, Lane16 n) =>
        Avx512F.IsSupported ? new(Avx512F.Scale(x._value, n._value)) : LaneFunctions.ScaleInTwoSteps(x, n);
}
