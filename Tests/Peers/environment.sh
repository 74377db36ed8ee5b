# Environments of Python packages, for the scripts of this folder, which read this file.
#
# Each group of packages gets an environment of its own from requirements/GROUP.txt, in a folder that is
# gone at the end. What is there already need not be installed:
#
#     PEERS_VENVS=FOLDER            keeps the environments in FOLDER/GROUP, and takes those that are there
#     PEERS_PYTHON_GROUP=PYTHON     an interpreter with the packages of a group, such as PEERS_PYTHON_MAIN
#
# `PEERS_QVIZ` is qviz, built for release, where it need not be.
# `here` is the folder of the script; `scratch` is a folder that is gone when it ends.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Prints the interpreter of a group, which it makes if need be.
interpreter() {
    local group=$1 variable=PEERS_PYTHON_${1^^}
    if [ -n "${!variable:-}" ]; then
        echo "${!variable}"
        return
    fi
    local folder=${PEERS_VENVS:-$scratch}/$group
    if [ ! -e "$folder/complete" ]; then
        python3 -m venv "$folder"
        "$folder/bin/python" -m pip install --quiet --retries 1 \
            -r "$here/requirements/$group.txt" >&2
        if [ "$group" = ppq ]; then
            "$folder/bin/python" -m pip install --quiet --retries 1 --no-deps ppq==0.6.6 >&2
        fi
        touch "$folder/complete"
    fi
    echo "$folder/bin/python"
}

# Prints the path of qviz, which it builds if need be.
qviz() {
    if [ -n "${PEERS_QVIZ:-}" ]; then
        echo "$PEERS_QVIZ"
        return
    fi
    swift build -c release --product qviz --package-path "$here/../.." >&2
    echo "$(swift build -c release --package-path "$here/../.." --show-bin-path)/qviz"
}
