namespace Courseware.Kernel.Formatting;

/// <summary>Marks a value that shows nothing as a cell's result: it stands for something that is shown already.</summary>
internal interface IShowsNothing;
