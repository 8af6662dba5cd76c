#!/usr/bin/env bash
# motif beside other tools: whole processes, from file to labels, in turns.
#
#   PEERS="python peers.py" DATA=tweets.csv LARGE=600000.csv benches/peers.sh
#
# PEERS  what runs another tool: `$PEERS run NAME FILE` finds the labels of a
#        CSV file with the columns id and text
# DATA   such a file, for all tools
# LARGE  another, for the quick tools alone (optional)
# QUICK  tools run as often as motif (lsa-kmeans)
# SLOW   tools run SLOW_RUNS times (bertopic; 1)
# RUNS   rounds (3)
# MOTIF  the program (target/release/motif)
#
# Medians and their ratios are printed. Seconds mean something only beside
# each other; so do ratios, if the machine is otherwise at rest.
set -euo pipefail

runs=${RUNS:-3}
slow_runs=${SLOW_RUNS:-1}
read -ra quick <<< "${QUICK-lsa-kmeans}"
read -ra slow <<< "${SLOW-bertopic}"
read -ra peers <<< "${PEERS:?what runs the other tools, as in \"python peers.py\"}"
motif=${MOTIF:-target/release/motif}
times=$(mktemp -d)
trap 'rm -rf "$times"' EXIT

# The columns are named, so that nothing is guessed from one file to the next.
run_motif() {
    "$motif" export assignments --map comment=text,score=- "$1" -o "$times/labels.csv"
}

run_peer() {
    "${peers[@]}" run "$1" "$2"
}

# timed NAME COMMAND…: adds the seconds of a command to those of its name.
timed() {
    local name=$1 start end
    shift
    start=$(date +%s%N)
    "$@" > "$times/said" 2>&1 || { cat "$times/said" >&2; exit 1; }
    end=$(date +%s%N)
    echo $(((end - start) / 1000000)) >> "$times/$name"
}

median() {
    sort -n "$times/$1" | awk '{ of[NR] = $1 } END { print (of[int((NR + 1) / 2)] + of[int(NR / 2) + 1]) / 2 }'
}

# compared FILE SLOW…: runs all in turns, and prints what came of it.
compared() {
    local file=$1 round name
    shift
    rm -f "$times"/*
    for ((round = 1; round <= runs; round++)); do
        timed motif run_motif "$file"
        for name in ${quick[@]+"${quick[@]}"}; do
            timed "$name" run_peer "$name" "$file"
        done
        if ((round <= slow_runs)); then
            for name in "$@"; do
                timed "$name" run_peer "$name" "$file"
            done
        fi
    done
    echo "$(basename "$file"), $(($(wc -l < "$file") - 1)) lines"
    for name in motif ${quick[@]+"${quick[@]}"} "$@"; do
        awk -v name="$name" -v runs="$(wc -l < "$times/$name")" -v ours="$(median motif)" -v theirs="$(median "$name")" \
            'BEGIN { printf "  %-20s %9.2f s  %7.1f times motif  (%d runs)\n", name, theirs / 1000, theirs / ours, runs }'
    done
}

compared "${DATA:?a CSV file with the columns id and text}" ${slow[@]+"${slow[@]}"}
[ -z "${LARGE:-}" ] || compared "$LARGE"
