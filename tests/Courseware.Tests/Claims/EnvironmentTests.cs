using Xunit;

namespace Courseware.Tests.Claims;

/// <summary>Tests that set environment variables or the current directory run after all others, one at a time.</summary>
[CollectionDefinition("environment", DisableParallelization = true)]
public sealed class EnvironmentTests;
