using Xunit;

namespace Courseware.ML.Tests;

/// <summary>Tests that change the default engine or the process's environment run alone.</summary>
[CollectionDefinition("environment", DisableParallelization = true)]
public sealed class EnvironmentTests;
