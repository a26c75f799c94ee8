using Xunit;

namespace Courseware.Tests.Display;

public sealed class LiveViewTests
{
    [Fact]
    public void A_thousand_states_in_two_seconds_are_at_most_four_updates_a_second_and_the_last_is_shown()
    {
        using var display = new RecordingDisplay();
        var clock = new HandClock();
        var drawn = 0;
        using (var view = new LiveView(clock: clock))
        {
            for (var i = 1; i <= 1000; i++)
            {
                var state = i;
                view.Offer(() => { drawn++; return $"step {state}"; });
                clock.Advance(TimeSpan.FromMilliseconds(2));
            }
        }
        Assert.InRange(display.Sent.Count, 2, 9);
        Assert.Equal(display.Sent.Count, drawn);
        Assert.Equal("step 1000", Assert.Single(display.Outputs).Text);
    }

    [Fact]
    public void Finishing_twice_sends_the_last_state_once()
    {
        using var display = new RecordingDisplay();
        using var view = new LiveView(clock: new HandClock());
        view.Offer(() => "a");
        view.Offer(() => "b");
        view.Finish();
        view.Finish();
        Assert.Equal(["a", "b"], display.Sent.Select(o => o.Text));
    }

    private sealed class HandClock : TimeProvider
    {
        private long _now;
        public void Advance(TimeSpan by) => _now += by.Ticks;
        public override long GetTimestamp() => _now;
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;
    }
}
