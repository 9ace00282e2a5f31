#!/bin/sh
# clone.sh - tests: does a clone made to harm run anything, or make git fetch?
#
#   clone.sh KITH     TAP on stdout
#
# Its config names programs wherever git would start one, and it lacks an object that it says a
# remote will give. Each program would leave a file behind.
set -u
kith=$1
KITH_NOW=2026-06-01
export KITH_NOW
place=$(mktemp -d) || exit 1
trap 'rm -rf "$place"' EXIT
n=0
ok() { n=$((n + 1)) && echo "ok $n - $1"; }
bad() { n=$((n + 1)) && echo "not ok $n - $1" && sed 's/^/# /' "$place/out"; failed=1; }
failed=0
command -v git >/dev/null || { echo "1..0 # SKIP git is not here"; exit 0; }

clone=$place/clone
git init -q "$clone"
commit() {
    GIT_AUTHOR_DATE="2026-01-0$1T10:00:00Z" GIT_COMMITTER_DATE="2026-01-0$1T10:00:00Z" \
        git -C "$clone" -c user.name=Jane -c user.email=jane@quay.example commit -q --allow-empty -m "$2"
}
echo '* diff=evil filter=evil' >"$clone/.gitattributes"
echo 'Jane <jane@quay.example> <jane@old.example>' >"$clone/.mailmap"
git -C "$clone" add .
commit 1 one
commit 2 two
# as if signed: then git log would ask the signing program, if it were let
git -C "$clone" cat-file commit HEAD | sed 's/^committer .*/&\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n QUJD\n -----END PGP SIGNATURE-----/' \
    >"$place/signed"
git -C "$clone" update-ref HEAD "$(git -C "$clone" hash-object -t commit -w "$place/signed")"
cat >"$place/evil" <<SCRIPT
#!/bin/sh
echo "\$0 \$*" >>"$place/ran"
exit 1
SCRIPT
chmod +x "$place/evil"
evil=$place/evil
for key in core.fsmonitor core.pager pager.log pager.config core.editor core.sshCommand core.askPass \
    core.gitProxy core.alternateRefsCommand gpg.program gpg.openpgp.program gpg.ssh.program \
    diff.external diff.evil.textconv diff.evil.command filter.evil.smudge filter.evil.clean \
    filter.evil.process credential.helper uploadpack.packObjectsHook trailer.x.command \
    alias.log alias.cat-file remote.origin.uploadpack; do
    case $key in alias.*) value="!$evil" ;; *) value=$evil ;; esac
    git -C "$clone" config "$key" "$value"
done
git -C "$clone" config log.showSignature true
git -C "$clone" config color.ui always
git -C "$clone" config log.follow true
mkdir -p "$place/hooks"
for hook in post-checkout reference-transaction fsmonitor-watchman; do cp "$evil" "$clone/.git/hooks/$hook"; done
git -C "$clone" config remote.origin.url "ssh://host.invalid/x"

"$kith" import --db "$place/a.db" "$clone" >"$place/out" 2>&1 && [ ! -e "$place/ran" ] &&
    grep -q '2 docs' "$place/out" && ok "a clone whose config names programs is read, and none runs" ||
    bad "a clone whose config names programs is read, and none runs"

# the same with a commit that only a remote has
git -C "$clone" config core.repositoryformatversion 1
git -C "$clone" config extensions.partialClone origin
git -C "$clone" config remote.origin.promisor true
first=$(git -C "$clone" rev-parse HEAD~1)
rm -f "$place/ran" "$clone/.git/objects/$(echo "$first" | cut -c 1-2)/$(echo "$first" | cut -c 3-)"
: >"$clone/.git/objects/pack/pack-0000000000000000000000000000000000000000.promisor"
"$kith" import --db "$place/b.db" "$clone" >"$place/out" 2>&1
status=$?
[ "$status" -eq 1 ] && [ ! -e "$place/ran" ] && grep -q 'git cannot read this clone' "$place/out" &&
    ok "a clone that lacks a commit is refused, nothing is fetched" ||
    bad "a clone that lacks a commit is refused, nothing is fetched"

# a work tree elsewhere, a directory that only looks like a clone, and one without commits
mkdir -p "$place/empty"
git init -q "$place/empty"
"$kith" import --db "$place/c.db" "$place/empty" >"$place/out" 2>&1
[ $? -eq 1 ] && grep -q 'no rows in it' "$place/out" && ok "a clone without commits is refused in a sentence" ||
    bad "a clone without commits is refused in a sentence"
mkdir -p "$place/fake/objects" "$place/fake/refs"
echo 'ref: ../../etc/passwd' >"$place/fake/HEAD"
"$kith" import --db "$place/c.db" "$place/fake" >"$place/out" 2>&1
[ $? -eq 1 ] && grep -q "fake: git cannot read this clone" "$place/out" && ok "what only looks like a clone is refused" ||
    bad "what only looks like a clone is refused"
PATH=/nowhere "$kith" import --db "$place/c.db" "$clone" >"$place/out" 2>&1
[ $? -eq 1 ] && grep -q 'git is not here' "$place/out" && ok "without git it says what to do" ||
    bad "without git it says what to do"
echo "1..$n"
exit "$failed"
