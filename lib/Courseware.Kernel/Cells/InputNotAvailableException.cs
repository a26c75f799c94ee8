namespace Courseware.Kernel.Cells;

/// <summary>A cell asked for input, and whoever runs the notebook cannot be asked.</summary>
public sealed class InputNotAvailableException : InvalidOperationException
{
    /// <summary>With the text that says so, and what to do.</summary>
    public InputNotAvailableException()
        : base("This cell asks for input, and whoever runs the notebook cannot be asked (allow_stdin is false). Run it in a notebook editor, or put the value into the cell.")
    {
    }

    /// <inheritdoc/>
    public InputNotAvailableException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public InputNotAvailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
