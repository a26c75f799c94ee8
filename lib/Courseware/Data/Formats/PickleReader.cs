using System.Buffers.Binary;
using System.Text;

namespace Courseware;

/// <summary>
/// Reads the one thing that Reuters' archive pickles: a NumPy array of lists of whole numbers. Pickle is a small machine's program and could do anything;
/// this reader knows the few instructions that such an array needs and the three names that NumPy writes, builds nothing but lists of numbers, and refuses the rest.
/// </summary>
/// <remarks>Instructions: Python's Lib/pickle.py, protocol 2. Every instruction takes at least one byte, so any input ends.</remarks>
internal sealed class PickleReader(string path, string expected, ReadOnlyMemory<byte> program)
{
    private static readonly string[] s_names =
    [
        "numpy.core.multiarray _reconstruct", "numpy._core.multiarray _reconstruct", "numpy ndarray", "numpy dtype",
    ];

    // The machine's stack: numbers by themselves (there are millions), everything else as an object; _marks are stack heights.
    private static readonly object s_number = new();
    private static readonly object s_other = new();
    private readonly List<object> _stack = [];
    private readonly List<int> _numbers = [];
    private readonly List<int> _marks = [];
    private int _at;
    private PickledList? _state;

    /// <summary>The lists, in order.</summary>
    public int[][] ReadObjectArray()
    {
        while (Step())
        {
        }
        if (_stack.Count != 1 || _state is null)
            throw Bad("a pickle that ends without an array");
        if (_at != program.Length)
            throw Bad($"{program.Length - _at:N0} bytes after the pickle's end");
        return [.. _state.Items.Select(item => item is PickledList list && list.Items.Count == 0 ? list.Numbers.ToArray() : throw Bad("an array element that is not a list of whole numbers"))];
    }

    private bool Step()
    {
        var instruction = Take(1)[0];
        switch (instruction)
        {
            case 0x80: // PROTO
                if (Take(1)[0] is var protocol and not 2)
                    throw Bad($"pickle protocol {protocol}, not 2");
                break;
            case (byte)'c': // GLOBAL
                var name = $"{TakeLine()} {TakeLine()}";
                if (Array.IndexOf(s_names, name) < 0)
                    throw Bad($"a pickle that asks for '{name}', which an array of lists does not need; it was not run");
                Push(s_other);
                break;
            case (byte)'q': // BINPUT: remembered for later use, which these pickles never make
                Take(1);
                break;
            case (byte)'r': // LONG_BINPUT
                Take(4);
                break;
            case (byte)'K': // BININT1
                PushNumber(Take(1)[0]);
                break;
            case (byte)'M': // BININT2
                PushNumber(BinaryPrimitives.ReadUInt16LittleEndian(Take(2)));
                break;
            case (byte)'J': // BININT
                PushNumber(BinaryPrimitives.ReadInt32LittleEndian(Take(4)));
                break;
            case (byte)'U': // SHORT_BINSTRING
                Take(Take(1)[0]);
                Push(s_other);
                break;
            case (byte)'N' or 0x89: // NONE, NEWFALSE
                Push(s_other);
                break;
            case (byte)'(': // MARK
                _marks.Add(_stack.Count);
                break;
            case (byte)'t': // TUPLE
                MakeTuple(_stack.Count - PopMark());
                break;
            case 0x85 or 0x86 or 0x87: // TUPLE1, TUPLE2, TUPLE3
                MakeTuple(instruction - 0x84);
                break;
            case (byte)']': // EMPTY_LIST
                Push(new PickledList());
                break;
            case (byte)'a': // APPEND
                Append(_stack.Count - 1);
                break;
            case (byte)'e': // APPENDS
                Append(PopMark());
                break;
            case (byte)'R': // REDUCE: call a name with its arguments; all three names make an empty frame
                Pop();
                Pop();
                Push(s_other);
                break;
            case (byte)'b': // BUILD: give the frame its state, (version, shape, dtype, fortran order, list of elements)
                if (Pop() is PickledTuple { List: { } list })
                    _state = list;
                break;
            case (byte)'.': // STOP
                return false;
            default:
                throw Bad($"the pickle instruction 0x{instruction:x2} at byte {_at - 1:N0}, which an array of lists does not need; it was not run");
        }
        return true;
    }

    private void MakeTuple(int count)
    {
        PickledList? list = null;
        for (var i = 0; i < count; i++)
            list = Pop() as PickledList ?? list;
        Push(new PickledTuple(list));
    }

    // Appends everything above height 'from' to the list just below.
    private void Append(int from)
    {
        var count = _stack.Count - from;
        if (from < 1 || count < 0 || _stack[from - 1] is not PickledList list)
            throw Bad("a pickle that appends to something that is no list");
        if (list.Items.Count > 0 && list.Numbers.Count > 0)
            throw Bad("a list that mixes numbers and lists");
        var numbers = 0;
        for (var i = from; i < _stack.Count; i++)
        {
            if (ReferenceEquals(_stack[i], s_number))
                numbers++;
            else
                list.Items.Add(_stack[i]);
        }

        list.Numbers.AddRange(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_numbers)[^numbers..]);
        _numbers.RemoveRange(_numbers.Count - numbers, numbers);
        _stack.RemoveRange(from, count);
    }

    private void Push(object value) => _stack.Add(value);

    private void PushNumber(int value)
    {
        _stack.Add(s_number);
        _numbers.Add(value);
    }

    private object Pop()
    {
        if (_stack.Count == 0)
            throw Bad("a pickle that takes from an empty stack");
        var value = _stack[^1];
        _stack.RemoveAt(_stack.Count - 1);
        if (ReferenceEquals(value, s_number))
            _numbers.RemoveAt(_numbers.Count - 1);
        return value;
    }

    private int PopMark()
    {
        if (_marks.Count == 0 || _marks[^1] > _stack.Count)
            throw Bad("a pickle whose marks do not match");
        var mark = _marks[^1];
        _marks.RemoveAt(_marks.Count - 1);
        return mark;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > program.Length - _at)
            throw Bad($"a pickle cut off after {program.Length:N0} bytes");
        _at += count;
        return program.Span.Slice(_at - count, count);
    }

    private string TakeLine()
    {
        var length = program.Span[_at..].IndexOf((byte)'\n');
        if (length is < 0 or > 80)
            throw Bad("a pickle with an unreadable name");
        var line = Encoding.Latin1.GetString(Take(length + 1)[..length]);
        return line;
    }

    private DataFileException Bad(string found) => new(path, expected, found);

    private sealed class PickledList
    {
        public List<int> Numbers { get; } = [];

        public List<object> Items { get; } = [];
    }

    private sealed record PickledTuple(PickledList? List);
}
