namespace Courseware.Tests.Golden;

/// <summary>Claims a golden file for a test that reads it with <see cref="GoldenFile.Open"/> instead of as theory data.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class CoversGoldenAttribute(string file) : Attribute
{
    public string File { get; } = file;

    /// <summary>Names of the cases, divided by '|'; all by default.</summary>
    public string Cases { get; set; } = "*";
}
