namespace Courseware.Page.Sessions;

/// <summary>The number of each tab's last command: a tab whose connection broke may send one again, and it is carried out once.</summary>
internal sealed class TakenCommands
{
    private const int MostTabs = 256;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _last = [];
    private readonly Queue<string> _tabs = [];

    /// <summary>The number of a tab's last command; 0 for none.</summary>
    public long LastOf(string tab)
    {
        lock (_gate)
            return _last.GetValueOrDefault(tab);
    }

    /// <returns>Whether it has not been taken before. A tab numbers its commands from 1 and sends them in order.</returns>
    public bool Take(string tab, long number)
    {
        lock (_gate)
        {
            if (number <= _last.GetValueOrDefault(tab))
                return false;
            if (!_last.ContainsKey(tab))
            {
                _tabs.Enqueue(tab);
                if (_tabs.Count > MostTabs)
                    _last.Remove(_tabs.Dequeue());
            }
            _last[tab] = number;
            return true;
        }
    }
}
