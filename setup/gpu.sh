# A GPU, for setup.sh to source. NEXTTOKEN_GPU=cuda13 installs XLA's plugin for NVIDIA's cards and NVIDIA's libraries in
# .venv/gpu, and they stay there until somebody deletes it. Without NEXTTOKEN_GPU, set-up neither installs nor deletes
# anything for a GPU.
gpu_disk=6500 # MB: the packages, and what is in them

check_gpu() {
    case ${NEXTTOKEN_GPU:-off} in
        off) return ;;
        cuda13) ;;
        *) stop "NEXTTOKEN_GPU=$NEXTTOKEN_GPU is not known: give cuda13 (NVIDIA, with a driver for CUDA 13), or off" ;;
    esac
    case $(uname -sm) in
        'Linux x86_64' | 'Linux aarch64') ;;
        *) stop "NEXTTOKEN_GPU=cuda13 needs Linux on x86-64 or arm64, and this is $(uname -sm): leave it out" ;;
    esac
}
gpu_is_to_be_installed() { [ "${NEXTTOKEN_GPU:-off}" != off ] && [ ! -d "$venv/gpu" ]; }

# The folder is complete, or it is not there. GoMLX and the plugin look for NVIDIA's libraries in ../nvidia.
install_gpu() {
    [ "${NEXTTOKEN_GPU:-off}" != off ] || return 0
    [ -d "$venv/gpu" ] || rm -f "$venv/made/gpu"
    needs gpu "installing XLA for a GPU and NVIDIA's libraries (2 GB)" setup/cuda13/requirements.txt || return 0
    new=$venv/gpu.new
    rm -rf "$new"
    mkdir -p "$new/pjrt" "$new/tmp" # a machine's /tmp may be too small
    quietly env TMPDIR="$new/tmp" "$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
        --no-cache-dir --no-compile --no-deps --require-hashes --target "$new" -r setup/cuda13/requirements.txt
    ln -s ../jax_plugins/xla_cuda13/xla_cuda_plugin.so "$new/pjrt/pjrt_c_api_cuda_plugin.so"
    rm -rf "$new/tmp" "$venv/gpu"
    mv "$new" "$venv/gpu"
    made
}

# After all parts: whether a card is there, which set-up doesn't need.
say_gpu() {
    [ "${NEXTTOKEN_GPU:-off}" = off ] || [ ! -x "$venv/bin/nexttoken" ] || "$venv/bin/nexttoken" gpu >/dev/null
}
