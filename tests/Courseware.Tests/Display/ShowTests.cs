using Xunit;

namespace Courseware.Tests.Display;

public sealed class ShowTests
{
    [Fact]
    public void Show_sends_the_value_and_update_replaces_it_in_place()
    {
        using var display = new RecordingDisplay();
        var shown = "first".Show();
        "other".Show();
        shown.Update("second");

        Assert.Equal(["second", "other"], display.Outputs.Select(o => o.Text));
        Assert.Equal(3, display.Sent.Count);
        Assert.True(display.Sent[2].IsUpdate);
        Assert.Equal(display.Sent[0].Id, display.Sent[2].Id);
    }

    [Fact]
    public void Every_output_has_an_id_of_its_own()
    {
        using var display = new RecordingDisplay();
        for (var i = 0; i < 20; i++) i.Show();
        Assert.Equal(20, display.Outputs.Select(o => o.Id).Distinct().Count());
    }

    [Fact]
    public void A_type_made_in_a_cell_is_shown_by_its_method_alone()
    {
        using var display = new RecordingDisplay();
        new MadeInACell().Show();
        Assert.Equal("<b>mine</b>", display.Outputs[0].Forms[MimeTypes.Html]);
    }

    [Fact]
    public void What_show_returns_shows_nothing_as_the_value_of_a_cell()
    {
        using var display = new RecordingDisplay();
        Assert.Empty(1.Show().ToMimeBundle());
    }

    [Fact]
    public void Numbers_are_shown_in_the_invariant_culture() =>
        Assert.Equal("0.5", MimeBundle.Of(0.5)[MimeTypes.Plain]);

    [Fact]
    public void A_transient_value_is_marked_as_such()
    {
        var bundle = new Transient("12 s").ToMimeBundle();
        Assert.Equal("{}", bundle[MimeTypes.Transient]);
        Assert.Equal("12 s", bundle[MimeTypes.Plain]);
        Assert.Contains("class=\"measured\"", bundle[MimeTypes.Html], StringComparison.Ordinal);
    }

    [Fact]
    public void The_bundle_keeps_its_order_of_preference() =>
        Assert.Equal(["b/b", "a/a", "c/c"], MimeBundle.Empty.With("b/b", "").With("a/a", "").With("c/c", "").With("b/b", "x").Keys);

    public sealed class MadeInACell
    {
        private readonly IReadOnlyDictionary<string, string> _forms = MimeBundle.Empty.With(MimeTypes.Html, "<b>mine</b>");

        public IReadOnlyDictionary<string, string> ToMimeBundle() => _forms;
    }
}
