# tap.sh - tests: did this one pass? Read by scripts that print TAP; their exit is $bad.
# shellcheck shell=sh disable=SC2034 # bad is theirs
n=0 bad=0
tell() { # NAME WHY: passes when WHY is empty, or a status of 0
    n=$((n + 1))
    case $2 in
    "" | 0) echo "ok $n - $1"; return ;;
    esac
    echo "not ok $n - $1"
    printf '%s\n' "$2" | sed 's/^/# /'
    bad=1
}
