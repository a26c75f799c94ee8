namespace Courseware;

/// <summary>Which values of the forward pass an operation's backward pass looks at; the others' memory is free by then.</summary>
[Flags]
internal enum BackwardReads
{
    None = 0,
    Inputs = 1,
    Output = 2,
}
