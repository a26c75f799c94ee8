#!/usr/bin/env bash
# An in-place operation returns the very tensor that it changed, so that disposing its result disposes the tensor.
#
# Packages: TorchSharp 0.107.0, libtorch-cpu-linux-x64 2.10.0.
# One would guess: as up to TorchSharp 0.102.7, the result is a second handle; "using var _ = t.add_(1);" frees that handle and leaves t.
# Seen: the result is t itself, and t is gone afterwards. zero_() alone still returns another object.
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

var t = ones(3);
using (var result = t.add_(1))
    Console.WriteLine($"add_ returns the same object: {ReferenceEquals(result, t)}");
Console.WriteLine($"t is disposed: {t.IsInvalid}");
var z = ones(3);
Console.WriteLine($"zero_ returns the same object: {ReferenceEquals(z.zero_(), z)}");
END

cat >expected <<'END'
add_ returns the same object: True
t is disposed: True
zero_ returns the same object: False
END

dotnet build --nologo --verbosity quiet --output bin >build.log || { cat build.log; exit 1; }
# On a system with a libstdc++ older than GCC 13's the bridge to libtorch is refused for a version need of which it uses no symbol (torchsharp-libstdcxx.sh):
# the need's flag "weak", one byte of this very version's file, lets it load.
bridge=$(find bin -name libLibTorchSharp.so | head -n 1)
printf '\002' | dd of="$bridge" bs=1 seek=$((0x3fa34)) conv=notrunc status=none
dotnet bin/finding.dll | tee seen
diff -u expected seen && echo "As found: the result is t itself, and t is gone afterwards."
