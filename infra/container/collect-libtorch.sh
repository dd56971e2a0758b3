#!/bin/sh
# Collects PyTorch's libraries and those of CUDA that they need from an installed Python package, side by side as there,
# since the former find the latter by relative paths.
#   collect-libtorch.sh DIR VERSION CUDA
set -eu
dir=$1 version=$2 cuda=$3
python3 - "$version" "$cuda" << 'EOF'
import sys, torch
expected, found = sys.argv[1:], [torch.__version__.split("+")[0], torch.version.cuda]
if found != expected:
    sys.exit(f"found PyTorch {found[0]} for CUDA {found[1]}; expected {expected[0]} for CUDA {expected[1]}")
EOF
packages=$(python3 -c 'import os, torch; print(os.path.dirname(os.path.dirname(torch.__file__)))')
mkdir -p "$dir/torch/lib" "$dir/nvidia"
for library in "$packages"/torch/lib/*.so*; do
    case $(basename "$library") in
        libtorch_python* | libshm* | libtorch_global_deps*) ;; # Python's
        *) cp -a "$library" "$dir/torch/lib/" ;;
    esac
done
for library in "$packages"/nvidia/*/lib; do
    part=$(basename "$(dirname "$library")")
    mkdir -p "$dir/nvidia/$part"
    cp -a "$library" "$dir/nvidia/$part/"
done
# A library that is missing now would only be missed on a GPU. The driver's own comes with the host.
missing=$(ldd "$dir"/torch/lib/*.so* 2> /dev/null | grep 'not found' | grep -v 'libcuda.so' | sort -u || true)
if [ -n "$missing" ]; then
    echo "libraries are missing:" >&2
    echo "$missing" >&2
    exit 1
fi
