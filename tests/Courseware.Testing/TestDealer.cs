using System.Text;

namespace Courseware.Testing;

/// <summary>What a front end's shell, control and stdin channels are.</summary>
internal sealed class TestDealer : TestClient
{
    public TestDealer(string endpoint, string identity = "")
        : base(endpoint, "DEALER", Encoding.UTF8.GetBytes(identity))
    {
    }
}
