using System.Numerics;
using System.Runtime.InteropServices;

namespace Courseware.Kernel.Sessions;

/// <summary>A fingerprint in the making: of values in memory, within one session. Not for anything that outlives it.</summary>
internal struct Print
{
    private const ulong P1 = 0x9E3779B185EBCA87, P2 = 0xC2B2AE3D27D4EB4F, P3 = 0x165667B19E3779F9, P4 = 0x85EBCA77C2B2AE63;
    private ulong _a = P1, _b = P4;

    public Print()
    {
    }

    public readonly UInt128 Value => new(BitOperations.RotateLeft(_a * P3, 29) ^ _b, BitOperations.RotateLeft(_b * P2, 33) ^ _a);

    public static UInt128 Of(params ReadOnlySpan<UInt128> parts)
    {
        var print = new Print();
        foreach (var part in parts)
        {
            print.Add((ulong)part);
            print.Add((ulong)(part >> 64));
        }
        return print.Value;
    }

    public static UInt128 Of(string text)
    {
        var print = new Print();
        print.Add(text);
        return print.Value;
    }

    public void Add(ulong value)
    {
        _a = BitOperations.RotateLeft(_a ^ (value * P1), 31) * P2;
        _b = BitOperations.RotateLeft(_b + (value * P3), 27) * P4;
    }

    public void Add(ReadOnlySpan<char> text) => Add(MemoryMarshal.AsBytes(text));

    public void Add(ReadOnlySpan<byte> bytes)
    {
        Add((ulong)bytes.Length);
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
            Add(word);
        var rest = bytes[(words.Length * sizeof(ulong))..];
        if (rest.IsEmpty)
            return;
        ulong last = 0;
        foreach (var value in rest)
            last = (last << 8) | value;
        Add(last);
    }
}
