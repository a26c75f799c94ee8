namespace Courseware.Host.Running;

/// <param name="Notebooks">As <see cref="NotebookSelection"/> understands them; none means all of the course.</param>
/// <param name="Output">Where executed notebooks and pages go; null means the course's <c>artifacts/</c>.</param>
/// <param name="Host">Whose kernel executes the cells: null for ours, or <see cref="PlugInHost.Name"/>.</param>
internal sealed record RunSettings(IReadOnlyList<string> Notebooks, bool Full, bool Record, string? Output, bool Html, string? Host = null);
