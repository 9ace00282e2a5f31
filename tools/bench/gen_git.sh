#!/bin/sh
# gen_git.sh - tools: makes a bare repository of N commits for the bench, the same for the same N.
#
#   gen_git.sh N DIR
#
# Messages of some lines with trailers, a thousand people, one file that changes.
set -eu
git init -q --bare -b main "$2"
awk -v n="$1" 'BEGIN {
    words = split("harbour lantern quay sluice tide ballast keel rope knot anchor mast hull", word, " ")
    for (i = 1; i <= n; i++) {
        who = (i * 7919) % 1000; other = (i * 104729) % 1000; at = 1500000000 + i * 600
        text = "Mend the " word[i % words + 1] " " i "\n\n"
        for (k = 0; k < 20 + i % 40; k++) text = text word[(i * k + k) % words + 1] (k % 10 == 9 ? "\n" : " ")
        text = text "\n\nReviewed-by: P" other " <p" other "@x.example>\nSigned-off-by: P" who " <p" who "@x.example>\n"
        printf "commit refs/heads/main\nauthor P%d <p%d@x.example> %d +0000\ncommitter P%d <p%d@x.example> %d +0000\n", who, who, at, other % 20, other % 20, at + 60
        printf "data %d\n%s\nM 100644 inline f\ndata 3\n%d\n\n", length(text), text, i % 10 + 10
    }
}' | git -C "$2" fast-import --quiet
