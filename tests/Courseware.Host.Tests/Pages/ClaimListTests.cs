using System.Text.Json.Nodes;
using Courseware.Host.Pages;
using Xunit;

namespace Courseware.Host.Tests.Pages;

public sealed class ClaimListTests
{
    private const string One =
        """{"id":"N1.1","kind":"C","statement":"s","rule":"r","reported":"","ours":"o","verdict":"held","reason":"","values":{},"data":"none","dataHash":"","mode":"default","engine":"managed"}""";

    [Fact]
    public void An_output_may_carry_one_claim_or_an_array_of_them()
    {
        string two = $"[{One},{One.Replace("N1.1", "N1.2", StringComparison.Ordinal)}]";
        Assert.Single(ClaimRecord.Parse(JsonNode.Parse(One)));
        Assert.Equal(["N1.1", "N1.2"], ClaimRecord.Parse(JsonNode.Parse(two)).Select(c => c.Id));
        Assert.Equal(["N1.1", "N1.2"], ClaimRecord.Parse(JsonValue.Create(two)).Select(c => c.Id));
        Assert.Empty(ClaimRecord.Parse(null));
    }
}
