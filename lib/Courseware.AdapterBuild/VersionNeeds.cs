using System.Buffers.Binary;
using System.Text;

namespace Courseware.AdapterBuild;

/// <summary>
/// The symbol versions that an ELF library wants of the libraries that it is linked against (section <c>.gnu.version_r</c>). The loader
/// refuses the library where one is missing, even if nothing in it uses a symbol of that version; unless the need is marked as weak.
/// </summary>
/// <remarks>
/// Source: Linux Standard Base, "Symbol Versioning"; System V ABI, chapter 4 (64 bits, little-endian).
/// A symbol is used where a relocation names it: without one the loader never looks it up.
/// </remarks>
internal sealed class VersionNeeds
{
    private const uint Relocations = 4; // SHT_RELA
    private const uint DynamicSymbols = 11; // SHT_DYNSYM
    private const uint Versions = 0x6fffffff; // SHT_GNU_versym
    private const uint Needs = 0x6ffffffe; // SHT_GNU_verneed
    private const ushort Weak = 2; // VER_FLG_WEAK
    private const int SymbolSize = 24;
    private const int RelocationSize = 24;

    private readonly byte[] _file;
    private readonly List<Section> _sections;

    private VersionNeeds(byte[] file) => (_file, _sections) = (file, ReadSections(file));

    /// <summary>Marks as weak every need of which no symbol is used.</summary>
    /// <param name="file">The library's bytes; changed in place.</param>
    /// <returns>The needs that were marked, as "GLIBCXX_3.4.32 of libstdc++.so.6"; those that are weak already are not among
    /// them.</returns>
    /// <exception cref="InvalidDataException">This is no 64-bit little-endian ELF file, or its sections lead outside it.</exception>
    public static IReadOnlyList<string> Weaken(byte[] file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.Length < 64 || !file.AsSpan(0, 6).SequenceEqual<byte>([0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1]))
            throw new InvalidDataException("This is no ELF library of 64 bits, little-endian.");
        try
        {
            return new VersionNeeds(file).Weaken();
        }
        catch (ArgumentOutOfRangeException outside)
        {
            throw new InvalidDataException("The ELF library's sections lead outside the file.", outside);
        }
    }

    private List<string> Weaken()
    {
        var marked = new List<string>();
        if (_sections.FirstOrDefault(s => s.Type == Needs) is not { } needs)
            return marked;
        var used = UsedVersions();
        var names = _sections[(int)needs.Link];
        for (var need = needs.Offset; ;)
        {
            var library = Text(names.Offset + U32(need + 4));
            for (var one = need + U32(need + 8); ;)
            {
                var (flags, version, name, next) = (U16(one + 4), U16(one + 6), Text(names.Offset + U32(one + 8)), U32(one + 12));
                if (!used.Contains(version) && (flags & Weak) == 0)
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(_file.AsSpan((int)one + 4), (ushort)(flags | Weak));
                    marked.Add($"{name} of {library}");
                }
                if (next == 0)
                    break;
                one += next;
            }
            if (U32(need + 12) is var following && following == 0)
                return marked;
            need += following;
        }
    }

    // The versions of all symbols that a relocation names, by the numbers that .gnu.version gives them.
    private HashSet<ushort> UsedVersions()
    {
        var used = new HashSet<ushort>();
        var symbols = _sections.FindIndex(s => s.Type == DynamicSymbols);
        if (symbols < 0 || _sections.FirstOrDefault(s => s.Type == Versions) is not { } versions)
            return used;
        foreach (var relocations in _sections.Where(s => s.Type == Relocations && s.Link == symbols))
        {
            for (var at = relocations.Offset; at < relocations.Offset + relocations.Size; at += RelocationSize)
            {
                if (U32(at + 12) is var symbol && symbol != 0)
                    used.Add(VersionOf(symbol));
            }
        }
        // What the library itself defines under that version stays a part of it.
        for (var symbol = 1L; symbol < _sections[symbols].Size / SymbolSize; symbol++)
        {
            if (U16(_sections[symbols].Offset + symbol * SymbolSize + 6) != 0)
                used.Add(VersionOf(symbol));
        }

        return used;

        ushort VersionOf(long symbol) => (ushort)(U16(versions.Offset + 2 * symbol) & 0x7fff);
    }

    private static List<Section> ReadSections(byte[] file)
    {
        var (table, size, count) = (BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(40)),
            BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(58)), BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(60)));
        var read = new List<Section>();
        for (var i = 0; i < count; i++)
        {
            var header = file.AsSpan(checked((int)(table + (long)i * size)));
            read.Add(new(BinaryPrimitives.ReadUInt32LittleEndian(header[4..]), BinaryPrimitives.ReadInt64LittleEndian(header[24..]),
                BinaryPrimitives.ReadInt64LittleEndian(header[32..]), BinaryPrimitives.ReadUInt32LittleEndian(header[40..])));
        }
        return read;
    }

    private ushort U16(long at) => BinaryPrimitives.ReadUInt16LittleEndian(_file.AsSpan((int)at, 2));

    private uint U32(long at) => BinaryPrimitives.ReadUInt32LittleEndian(_file.AsSpan((int)at, 4));

    private string Text(long at)
    {
        var from = _file.AsSpan((int)at);
        return Encoding.UTF8.GetString(from[..from.IndexOf((byte)0)]);
    }

    private sealed record Section(uint Type, long Offset, long Size, uint Link);
}
