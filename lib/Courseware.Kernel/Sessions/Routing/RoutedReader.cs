namespace Courseware.Kernel.Sessions;

/// <summary><c>Console.In</c>: asks the front end of the cell that reads.</summary>
internal sealed class RoutedReader(TextReader original) : TextReader
{
    private string _line = "";
    private int _next;

    public override string? ReadLine()
    {
        if (CellContext.Current is not { } cell)
            return original.ReadLine();
        if (_next < _line.Length)
        {
            var rest = _line[_next..].TrimEnd('\n');
            _next = _line.Length;
            return rest;
        }
        return cell.ReadLine("", isPassword: false);
    }

    public override int Peek() => Fill() ? _line[_next] : -1;

    public override int Read() => Fill() ? _line[_next++] : -1;

    private bool Fill()
    {
        if (_next < _line.Length)
            return true;
        if (ReadLine() is not { } line)
            return false;
        (_line, _next) = (line + "\n", 0);
        return true;
    }
}
