#!/usr/bin/env bash
# KLDivLoss takes its target for log probabilities unless told otherwise.
#
# Packages: TorchSharp 0.107.0, libtorch-cpu-linux-x64 2.10.0.
# One would guess: log probabilities for the input and probabilities for the target, as in PyTorch, where log_target is false: 0.51 for the target (0.5, 0.5) and the input (0.9, 0.1).
# Seen: 5.62, the sum of exp(t)·(t − ln q). Nothing tells it from a loss, and code for distillation that is copied from PyTorch trains on it.
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
    <PackageReference Include="TorchSharp" Version="0.107.0" />
    <PackageReference Include="libtorch-cpu-linux-x64" Version="2.10.0" />
  </ItemGroup>
</Project>
END

cat >Program.cs <<'END'
using TorchSharp;
using static TorchSharp.torch;


var target = tensor(new[] { 0.5f, 0.5f }).reshape(1, 2);
var input = tensor(new[] { 0.9f, 0.1f }).reshape(1, 2).log();
float Loss(bool? isLog) => (isLog is { } log ? nn.KLDivLoss(log_target: log, reduction: nn.Reduction.Sum) : nn.KLDivLoss(reduction: nn.Reduction.Sum)).call(input, target).item<float>();
Console.WriteLine(FormattableString.Invariant($"as it comes: {Loss(null):F4}; log_target false: {Loss(false):F4}; log_target true: {Loss(true):F4}"));
END

cat >expected <<'END'
as it comes: 5.6188; log_target false: 0.5108; log_target true: 5.6188
END

dotnet build --nologo --verbosity quiet --output bin >build.log || { cat build.log; exit 1; }
# On a system with a libstdc++ older than GCC 13's the bridge to libtorch is refused for a version need of which it uses no symbol (torchsharp-libstdcxx.sh):
# the need's flag "weak", one byte of this very version's file, lets it load.
bridge=$(find bin -name libLibTorchSharp.so | head -n 1)
printf '\002' | dd of="$bridge" bs=1 seek=$((0x3fa34)) conv=notrunc status=none
dotnet bin/finding.dll | tee seen
diff -u expected seen && echo "As found: 5.62 where the divergence is 0.51."
