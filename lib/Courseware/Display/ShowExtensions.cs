namespace Courseware;

/// <summary><c>chart.Show()</c>: the library's verb (<c>display</c> and <c>Display</c> belong to the hosts).</summary>
public static class ShowExtensions
{
    /// <summary>Shows this value now. The handle replaces it in place: <c>var shown = chart.Show(); … shown.Update(next);</c></summary>
    public static Shown Show(this object? value) => Courseware.Show.Value(value);
}
