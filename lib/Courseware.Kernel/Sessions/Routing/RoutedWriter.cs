using System.Text;

namespace Courseware.Kernel.Sessions;

/// <summary>
/// <c>Console.Out</c> or <c>Console.Error</c>: text goes to the cell whose code writes, or to the real console when there is none.
/// </summary>
internal sealed class RoutedWriter(string stream, TextWriter original) : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write(new ReadOnlySpan<char>(in value));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (CellContext.Current is { } cell)
            cell.Write(stream, buffer);
        else
            original.Write(buffer);
    }

    // In one piece: between a number and its line end the cell's text might be sent.
    public override void WriteLine(string? value) => Write(value + CoreNewLineText);

    public override void WriteLine(ReadOnlySpan<char> buffer) => WriteLine(buffer.ToString());

    public override void WriteLine(char value) => WriteLine(value.ToString());

    public override void WriteLine(bool value) => WriteLine(value ? bool.TrueString : bool.FalseString);

    public override void WriteLine(int value) => WriteLine(value.ToString(FormatProvider));

    public override void WriteLine(uint value) => WriteLine(value.ToString(FormatProvider));

    public override void WriteLine(long value) => WriteLine(value.ToString(FormatProvider));

    public override void WriteLine(ulong value) => WriteLine(value.ToString(FormatProvider));

    public override void WriteLine(float value) => WriteLine(value.ToString(FormatProvider));

    public override void WriteLine(double value) => WriteLine(value.ToString(FormatProvider));

    public override void WriteLine(decimal value) => WriteLine(value.ToString(FormatProvider));

    public override void Flush()
    {
        if (CellContext.Current is { } cell)
            cell.Flush();
        else
            original.Flush();
    }

    // One line end everywhere, so that an executed notebook has the same bytes on every system.
    private const string CoreNewLineText = "\n";

    public override string NewLine => CoreNewLineText;

    public override void WriteLine() => Write(CoreNewLineText);
}
