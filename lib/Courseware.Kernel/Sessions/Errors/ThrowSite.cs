namespace Courseware.Kernel.Sessions;

/// <summary>The beginning of a statement in the compiled text; line and column count from 1.</summary>
internal readonly record struct ThrowSite(string File, int Line, int Column);
