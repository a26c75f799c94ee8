#!/usr/bin/env bash
# A DataLoader that shuffles by a seed gives the same order in every epoch.
#
# Packages: TorchSharp 0.107.0, libtorch-cpu-linux-x64 2.10.0.
# One would guess: each epoch has an order of its own, and the seed makes the run of orders repeatable.
# Seen: one order for all epochs.
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

using var data = utils.data.TensorDataset(arange(8));
using var loader = utils.data.DataLoader(data, batchSize: 8, shuffle: true, seed: 1);
string Epoch() => string.Join(" ", loader.SelectMany(batch => batch[0].data<long>().ToArray()));
var orders = Enumerable.Range(0, 5).Select(_ => Epoch()).ToList();
Console.WriteLine($"different orders in 5 epochs: {orders.Distinct().Count()}");
Console.WriteLine($"shuffled: {orders[0] != "0 1 2 3 4 5 6 7"}");
END

cat >expected <<'END'
different orders in 5 epochs: 1
shuffled: True
END

dotnet build --nologo --verbosity quiet --output bin >build.log || { cat build.log; exit 1; }
# On a system with a libstdc++ older than GCC 13's the bridge to libtorch is refused for a version need of which it uses no symbol (torchsharp-libstdcxx.sh):
# the need's flag "weak", one byte of this very version's file, lets it load.
bridge=$(find bin -name libLibTorchSharp.so | head -n 1)
printf '\002' | dd of="$bridge" bs=1 seek=$((0x3fa34)) conv=notrunc status=none
dotnet bin/finding.dll | tee seen
diff -u expected seen && echo "As found: one order for all epochs."
