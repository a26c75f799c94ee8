using System.Buffers.Binary;
using System.Text;

namespace Courseware;

/// <summary>
/// Reads the one thing that Reuters' archive pickles: a NumPy array of lists of whole numbers. Pickle is a small machine's program and
/// could do anything; this reader knows the few instructions that such an array needs and the names that NumPy writes, builds nothing but
/// lists of numbers, and refuses the rest.
/// </summary>
/// <remarks>
/// Instructions: Python's Lib/pickle.py, protocols 2 to 5, as Python 2 and 3 write them. Every instruction takes at least one byte, so any
/// input ends; and what it can put on the stack and into memory is bounded.
/// </remarks>
/// <param name="path">The file, for messages.</param>
/// <param name="expected">What it should be.</param>
/// <param name="program">The pickle.</param>
/// <param name="elements">How many lists there should be.</param>
internal sealed class PickleReader(string path, string expected, ReadOnlyMemory<byte> program, int elements)
{
    // A list is pickled in pieces of a thousand.
    private const int Deepest = 100_000;
    private const int MostMarks = 100;

    private static readonly string[] s_names =
    [
        "numpy.core.multiarray _reconstruct", "numpy._core.multiarray _reconstruct", "numpy ndarray", "numpy dtype",
        "_codecs encode", // how Python 3 writes bytes for Python 2
    ];

    // The machine's stack: numbers by themselves (there are millions), everything else as an object; _marks are stack heights. Texts are
    // there for the names that they spell, and in _memory for later use.
    private static readonly object s_number = new();
    private static readonly object s_other = new();
    private readonly List<object> _stack = [];
    private readonly List<int> _numbers = [];
    private readonly List<int> _marks = [];
    private readonly Dictionary<int, object> _memory = [];
    private int _memorised;
    private int _lists;
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
        return [.. _state.Items.Select(item => item is PickledList list && list.Items.Count == 0 ? list.Numbers.ToArray()
            : throw Bad("an array element that is not a list of whole numbers"))];
    }

    private bool Step()
    {
        var instruction = Take(1)[0];
        switch (instruction)
        {
            case 0x80: // PROTO
                if (Take(1)[0] is var protocol and not (>= 2 and <= 5))
                    throw Bad($"pickle protocol {protocol}, not 2 to 5");
                break;
            case 0x95: // FRAME: how many bytes follow in one piece
                Take(8);
                break;
            case (byte)'c': // GLOBAL
                PushName($"{TakeLine()} {TakeLine()}");
                break;
            case 0x93: // STACK_GLOBAL
                var (word, module) = (Pop() as string, Pop() as string);
                PushName($"{module} {word}");
                break;
            case (byte)'q': // BINPUT
                Memorise(Take(1)[0]);
                break;
            case (byte)'r': // LONG_BINPUT
                Memorise(BinaryPrimitives.ReadInt32LittleEndian(Take(4)));
                break;
            case 0x94: // MEMOIZE
                Memorise(_memorised);
                break;
            case (byte)'h': // BINGET
                Recall(Take(1)[0]);
                break;
            case (byte)'j': // LONG_BINGET
                Recall(BinaryPrimitives.ReadInt32LittleEndian(Take(4)));
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
            case (byte)'U' or (byte)'C': // SHORT_BINSTRING, SHORT_BINBYTES
                Take(Take(1)[0]);
                Push(s_other);
                break;
            case 0x8c: // SHORT_BINUNICODE
                Push(Encoding.UTF8.GetString(Take(Take(1)[0])));
                break;
            case (byte)'X': // BINUNICODE
                Push(Encoding.UTF8.GetString(Take(BinaryPrimitives.ReadInt32LittleEndian(Take(4)) is >= 0 and <= 255 and var length ? length
                    : throw Bad("a long text in a pickle"))));
                break;
            case (byte)'N' or 0x88 or 0x89: // NONE, NEWTRUE, NEWFALSE
                Push(s_other);
                break;
            case (byte)')': // EMPTY_TUPLE
                MakeTuple(0);
                break;
            case (byte)'(': // MARK
                _marks.Add(_marks.Count < MostMarks ? _stack.Count : throw Bad("a pickle nested too deeply"));
                break;
            case (byte)'t': // TUPLE
                MakeTuple(_stack.Count - PopMark());
                break;
            case 0x85 or 0x86 or 0x87: // TUPLE1, TUPLE2, TUPLE3
                MakeTuple(instruction - 0x84);
                break;
            case (byte)']': // EMPTY_LIST
                Push(++_lists <= elements + 1L ? new PickledList()
                    : throw Bad(FormattableString.Invariant($"a pickle with more than {elements:N0} lists in its array")));
                break;
            case (byte)'a': // APPEND
                Append(_stack.Count - 1);
                break;
            case (byte)'e': // APPENDS
                Append(PopMark());
                break;
            case (byte)'R': // REDUCE: call a name with its arguments; nothing is called
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

    private void PushName(string name)
        => Push(Array.IndexOf(s_names, name) >= 0 ? s_other
            : throw Bad($"a pickle that asks for '{name}', which an array of lists does not need; it was not run"));

    private void Push(object value)
    {
        if (_stack.Count >= Deepest)
            throw Bad(FormattableString.Invariant($"a pickle that puts more than {Deepest:N0} values aside"));
        _stack.Add(value);
    }

    // What is recalled are names and texts, and at most a list.
    private void Memorise(int place)
    {
        _memorised++;
        if (_stack.Count == 0)
            throw Bad("a pickle that memorises nothing");
        if (_memory.Count < Deepest && (_stack[^1] is string or PickledList || ReferenceEquals(_stack[^1], s_other)))
            _memory[place] = _stack[^1];
    }

    private void Recall(int place)
        => Push(_memory.GetValueOrDefault(place) ?? throw Bad("a pickle that recalls what it has not memorised"));

    private void PushNumber(int value)
    {
        Push(s_number);
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
