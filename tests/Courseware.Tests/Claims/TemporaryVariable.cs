namespace Courseware.Tests.Claims;

/// <summary>An environment variable for the length of a test. Such tests share the collection "environment", which runs alone.</summary>
internal sealed class TemporaryVariable : IDisposable
{
    private readonly string _name;
    private readonly string? _before;

    public TemporaryVariable(string name, string? value)
    {
        (_name, _before) = (name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }

    public void Dispose() => Environment.SetEnvironmentVariable(_name, _before);
}
