#!/usr/bin/env bash
# With one seeded MLContext, a second fit of the same trainer on the same rows gives another model.
#
# Packages: Microsoft.ML 5.0.1, Microsoft.ML.FastTree 5.0.1.
# One would guess: the same model: the seed, the rows, the settings and the number of threads (one) are the same.
# Seen: logistic regression by SDCA has other weights the second time, as its first fit has drawn from the context's generator; a new context with the seed gives the first weights again. The averaged perceptron and a random forest do not show it.
#
# Installs these packages into a temporary folder and runs them alone. Prints what was seen; ends with 1 once that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat >finding.csproj <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <RuntimeIdentifier>linux-x64</RuntimeIdentifier>
    <SelfContained>false</SelfContained>
    <InvariantGlobalization>true</InvariantGlobalization>
    <NuGetAudit>false</NuGetAudit>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.ML" Version="5.0.1" />
    <PackageReference Include="Microsoft.ML.FastTree" Version="5.0.1" />
  </ItemGroup>
</Project>
END

cat >Program.cs <<'END'
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.FastTree;

var random = new Random(1);
var rows = Enumerable.Range(0, 200).Select(_ => new Row([random.NextSingle(), random.NextSingle()])).ToList();
Show("SDCA", context => context.BinaryClassification.Trainers.SdcaLogisticRegression(new SdcaLogisticRegressionBinaryTrainer.Options { NumberOfThreads = 1, MaximumNumberOfIterations = 3 }),
    model => model.Model.SubModel.Weights);
Show("averaged perceptron", context => context.BinaryClassification.Trainers.AveragedPerceptron(numberOfIterations: 2), model => model.Model.Weights);
Show("random forest", context => context.BinaryClassification.Trainers.FastForest(new FastForestBinaryTrainer.Options { NumberOfTrees = 3, NumberOfThreads = 1 }),
    model => model.Model.TrainedTreeEnsemble.Trees[0].NumericalSplitThresholds);

void Show<T>(string name, Func<MLContext, IEstimator<T>> trainer, Func<T, IEnumerable<float>> weights) where T : ITransformer
{
    string Fit(MLContext context) => string.Join(" ", weights(trainer(context).Fit(context.Data.LoadFromEnumerable(rows))));
    var once = new MLContext(7);
    var (first, second, fresh) = (Fit(once), Fit(once), Fit(new MLContext(7)));
    Console.WriteLine($"{name}: second fit {(first == second ? "the same" : "another model")}, new context {(first == fresh ? "the same" : "another model")}");
}

class Row(float[] features)
{
    [VectorType(2)]
    public float[] Features { get; } = features;
    public bool Label { get; } = features[0] + features[1] > 1;
}
END

cat >expected <<'END'
SDCA: second fit another model, new context the same
averaged perceptron: second fit the same, new context the same
random forest: second fit the same, new context the same
END

dotnet build --nologo --verbosity quiet --output bin >build.log || { cat build.log; exit 1; }
dotnet bin/finding.dll | tee seen
diff -u expected seen && echo "As found: another model from the second fit on."
