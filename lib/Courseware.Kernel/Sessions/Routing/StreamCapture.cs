using System.Runtime.InteropServices;
using System.Text;

namespace Courseware.Kernel.Sessions;

/// <summary>
/// What reaches the process's own standard output or error past .NET's console (child processes, native code, <c>OpenStandardOutput</c>)
/// goes to the newest cell.
/// </summary>
/// <remarks>
/// Of Unix systems. A descriptor is replaced by a pipe, which a thread of our own reads; where no cell is there, and of the runtime's last
/// words, the text goes where it went before, too.
/// </remarks>
internal sealed class StreamCapture
{
    private const int CloseOnExec = 0x80000;
    private const short Readable = 1;

    private static readonly TimeSpan s_longestDrain = TimeSpan.FromMilliseconds(200);
    private static readonly List<StreamCapture> s_all = [];

    private readonly Lock _gate = new();
    private readonly string _name;
    private readonly Stream _original;
    private readonly int _pipe;
    private readonly byte[] _buffer = new byte[1 << 14];
    private readonly char[] _text = new char[1 << 14];
    private readonly Decoder _decoder = new UTF8Encoding(false).GetDecoder();

    private StreamCapture(string name, Stream original, int pipe)
    {
        (_name, _original, _pipe) = (name, original, pipe);
        new Thread(Read) { IsBackground = true, Name = "capture " + name }.UnsafeStart();
    }

    /// <summary>Takes both streams of this process, from now to its end. Nothing where the system has no such pipes.</summary>
    public static void Start()
    {
        if (OperatingSystem.IsWindows() || s_all.Count > 0)
            return;
        // The copies of the descriptors, which our own messages go on writing to.
        Take(1, "stdout", StandardStreams.Output());
        Take(2, "stderr", StandardStreams.Error());
    }

    /// <summary>Returns when what was written so far has reached its cell, or after a moment.</summary>
    public static void Drain()
    {
        if (s_all.Count == 0)
            return;
        var end = Environment.TickCount64 + (long)s_longestDrain.TotalMilliseconds;
        foreach (var capture in s_all)
        {
            while (!capture.IsEmpty() && Environment.TickCount64 < end)
                Thread.Sleep(1);
        }
    }

    private static void Take(int descriptor, string name, Stream original)
    {
        var ends = new int[2];
        if (!TryMakePipe(ends))
            return;
        var isTaken = Duplicate(ends[1], descriptor) >= 0;
        _ = Close(ends[1]);
        if (isTaken)
            s_all.Add(new StreamCapture(name, original, ends[0]));
        else
            _ = Close(ends[0]);
    }

    private static bool TryMakePipe(int[] ends)
    {
        try
        {
            return (OperatingSystem.IsLinux() ? MakePipe(ends, CloseOnExec) : MakePipe(ends)) == 0;
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return false;
        }
    }

    // Under the lock nothing is on its way between the pipe and the cell.
    private bool IsEmpty()
    {
        lock (_gate)
            return !Waits(0);
    }

    private bool Waits(int milliseconds)
    {
        var one = new Poll { Descriptor = _pipe, Events = Readable };
        return WaitFor(ref one, 1, milliseconds) > 0;
    }

    private void Read()
    {
        while (true)
        {
            if (!Waits(-1))
                continue;
            lock (_gate)
            {
                var count = (int)ReadBytes(_pipe, _buffer, (nuint)_buffer.Length);
                if (count <= 0)
                    return;
                Pass(_buffer.AsSpan(0, count));
            }
        }
    }

    private void Pass(ReadOnlySpan<byte> bytes)
    {
        var cell = CellContext.Current;
        var isLast = LastWords.AreIn(bytes);
        // Not all of it: who started the kernel may not read it, and what nobody reads would hold up the cell.
        if (cell is null || isLast)
        {
            try
            {
                _original.Write(bytes);
                _original.Flush();
            }
            catch (IOException)
            {
                // Nobody reads it.
            }
        }
        var length = _decoder.GetChars(bytes, _text, flush: false);
        cell?.Write(_name, _text.AsSpan(0, length));
        if (isLast)
            cell?.Flush();
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Poll
    {
        public int Descriptor;
        public short Events;
        public short Found;
    }

    [DllImport("libc", EntryPoint = "pipe2"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MakePipe([Out] int[] ends, int flags);

    [DllImport("libc", EntryPoint = "pipe"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MakePipe([Out] int[] ends);

    [DllImport("libc", EntryPoint = "dup2"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Duplicate(int from, int to);

    [DllImport("libc", EntryPoint = "close"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);

    [DllImport("libc", EntryPoint = "read"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint ReadBytes(int descriptor, [Out] byte[] buffer, nuint count);

    [DllImport("libc", EntryPoint = "poll"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int WaitFor(ref Poll polled, nuint count, int milliseconds);
}
