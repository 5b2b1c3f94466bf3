# Sourced by the scripts beside it, which set $root first: the one place that makes the environment they run in.
#
#   prepare_environment          what optmodel itself needs
#   prepare_environment test,lint    and these extras
#
# Afterwards $venv is an environment that works, at $OPTMODEL_VENV or else .venv beside the project. A stamp is written into it
# last, so that one which was left half made, moved, or made for other versions is known and made again.

venv=${OPTMODEL_VENV:-$root/.venv}

# Packages are installed uncompiled: without what Python keeps of its own accord every start would compile all of them.
unset PYTHONDONTWRITEBYTECODE

say() { printf '%s\n' "optmodel: $*" >&2; }
die() { say "$*"; exit 1; }

# The first Python that is new enough and can make environments; a name on the path need not run (version managers leave such).
find_python() {
    for python in python3.13 python3.12 python3.11 python3; do
        if "$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            return
        fi
    done
    die "Python 3.11 or newer is needed and none was found (tried python3.13, python3.12, python3.11, python3)." \
        "Install it together with its venv module (on Debian and Ubuntu: apt install python3 python3-venv) and run this again."
}

# Where the project is, and the versions it asks for: the stamp's first line. Its second line is the extras.
wanted_stamp() { printf '%s %s\n' "$(cat "$root/pyproject.toml" "$root/.ci/pins.txt" | cksum)" "$root $venv"; }

environment_is_ready() {
    [ -f "$venv/stamp" ] && "$venv/bin/python" -c '' 2>/dev/null || return 1
    [ "$(sed -n 1p "$venv/stamp")" = "$(wanted_stamp)" ] || return 1
    [ -z "$1" ] || [ "$(sed -n 2p "$venv/stamp")" = "$1" ]
}

# Never deletes a folder that is not an environment, should OPTMODEL_VENV name one by mistake.
remove_leftover() {
    if [ -n "${OPTMODEL_VENV:-}" ] && [ -e "$venv" ] && [ ! -f "$venv/pyvenv.cfg" ] && ! rmdir "$venv" 2>/dev/null; then
        die "OPTMODEL_VENV names $venv, which is there and is not a Python environment. Name a folder that does not exist yet."
    fi
    rm -rf "$venv"
}

install() { "$venv/bin/python" -m pip install -qq --no-compile --disable-pip-version-check -c "$root/.ci/pins.txt" "$@"; }

prepare_environment() {
    case $venv in /*) ;; *) venv=$PWD/$venv ;; esac
    if environment_is_ready "${1:-}"; then return; fi
    find_python
    remove_leftover
    say "preparing the environment in $venv; this takes a minute and happens once."
    "$python" -m venv "$venv" || die "$python could not make an environment in $venv: see above."
    # The build backend is installed first, pinned like all else, and used as it is.
    install hatchling editables && install --no-build-isolation -e "$root${1:+[$1]}" \
        || die "the packages could not be installed: see above. Run this again once the cause is gone."
    { wanted_stamp; printf '%s\n' "${1:-}"; } >"$venv/stamp.new"
    mv "$venv/stamp.new" "$venv/stamp"
}
