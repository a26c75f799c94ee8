namespace Courseware.Tests.Claims;

/// <summary>Data that count as the loaded HIGGS until the end of the scope.</summary>
internal sealed class TemporaryData : IDisposable
{
    private readonly Provenance? _before = LoadedData.Find("higgs");

    public TemporaryData(Provenance data) => LoadedData.Note("higgs", data);

    public void Dispose()
    {
        if (_before is not null)
            LoadedData.Note("higgs", _before);
    }
}
