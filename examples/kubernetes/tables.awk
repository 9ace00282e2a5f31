# tables.awk - a project's public records as kith's tables of people and evidence
#
#   awk -f csv.awk -f tables.awk -v data=DIR -v out=DIR
#
# README.md beside this file says what is taken as evidence, and why.

BEGIN {
    YEAR = 365 * 86400
    LONGEST_ROOM = 184 * 86400
    # Who owns a repository where the path of a change names no group: as the project's own list of
    # groups (sigs.yaml) says.
    owner["community"] = owner["contributor-site"] = owner["org"] = "contributor-experience"
    owner["sig-release"] = "release"
    owner["enhancements"] = "architecture"
    owner["steering"] = "steering"

    read_elections(data "/election-dates.csv")
    read_leads(data "/leads-by-year.csv")
    read_members(data "/members-by-year.csv")
    read_names(data "/activity.csv")
    read_work(data "/activity.csv")
    evidence = out "/evidence.csv"
    print "at,verb,from,to,url,topic,room size" > evidence
    write_work()
    read_proposals(data "/keps.csv")
    for (e = 1; e <= elections; e++) read_candidates(e)
    write_people(out "/people.csv")
}

# ---- people ----

# A login is one person however it is written; the first spelling is kept.
function person(login, name, org,    key) {
    key = tolower(login)
    if (!(key in spelling)) {
        spelling[key] = login
        order[++people] = key
    }
    if (name != "" && !(key in name_of)) name_of[key] = name
    if (name != "" && !(tolower(name) in login_of)) login_of[tolower(name)] = key
    if (org != "") org_of[key] = org
    return key
}

# Taken part in the year before voting opened: they are asked to vote.
function takes_part(key, at,    e) {
    for (e = 1; e <= elections; e++) {
        if (at < opens[e] && at >= opens[e] - YEAR) voter[key, e] = 1
    }
}

function read_elections(file,    row) {
    csv_open(file)
    while (csv_read(file, row)) {
        election[++elections] = row["election"]
        opens[elections] = seconds(row["voting_opens"])
    }
}

# The newest list before voting opened.
function read_members(file,    row, at, e, key, n, member, listed, newest) {
    csv_open(file)
    while (csv_read(file, row)) {
        member[++n] = person(row["login"], "", "")
        listed[n] = at = seconds(row["asof"])
        for (e = 1; e <= elections; e++) {
            if (at < opens[e] && at > newest[e] + 0) newest[e] = at
        }
    }
    while (n > 0) {
        for (e = 1; e <= elections; e++) if (listed[n] == newest[e]) voter[member[n], e] = 1
        n--
    }
}

# "Name" or "Name (@login)", as the ballot heads its columns.
function read_candidates(e,    file, cell, i, name, login, key) {
    file = data "/elections/" election[e] "/ballots.csv"
    if (!csv_cells(file, cell)) return
    close(file)
    for (i = 1; i <= cell[0]; i++) {
        name = cell[i]
        login = ""
        if (match(name, /\(@[^)]*\)/)) {
            login = substr(name, RSTART + 2, RLENGTH - 3)
            name = substr(name, 1, RSTART - 1)
        }
        sub(/ +$/, "", name)
        key = login != "" ? tolower(login) : login_of[tolower(name)]
        if (key == "") { # nobody here goes by that name
            key = "name:" name
            order[++people] = key
        } else {
            person(login != "" ? login : spelling[key], name, "")
        }
        name_of[key] = name
        candidate[key, e] = 1
    }
}

function write_people(file,    i, e, key, tags) {
    print "name,handles,org,tags" > file
    for (i = 1; i <= people; i++) {
        key = order[i]
        tags = ""
        for (e = 1; e <= elections; e++) {
            if ((key, e) in voter) tags = tags " voter-" election[e]
            if ((key, e) in candidate) tags = tags " candidate-" election[e]
        }
        print csv_quote(key in name_of ? name_of[key] : spelling[key]) "," \
            (key in spelling ? "github:" spelling[key] : "") "," csv_quote(org_of[key]) "," \
            substr(tags, 2) > file
    }
    close(file)
}

# ---- groups ----

# "sig-node", "SIG Node" and "Node" are one group.
function group(name) {
    name = tolower(name)
    gsub(/[^a-z0-9]+/, "-", name)
    sub(/^(sig|wg|ug|committee)-/, "", name)
    return name
}

# Snapshots of the groups' leads, oldest first as the file has them.
function read_leads(file,    row, key, g) {
    csv_open(file)
    while (csv_read(file, row)) {
        if (row["asof"] != asof[snapshots]) {
            asof[++snapshots] = row["asof"]
            taken[snapshots] = seconds(row["asof"])
        }
        key = person(row["github"], row["name"], row["company"])
        if (row["role"] == "emeritus_leads") continue
        takes_part(key, taken[snapshots])
        g = group(row["group"])
        if (!((snapshots, g, key) in leads)) {
            leads[snapshots, g, key] = 1
            lead[snapshots, g, ++lead_count[snapshots, g]] = key
        }
    }
}

# The last snapshot not later than a time; 0: none yet.
function snapshot_at(at,    k) {
    for (k = snapshots; k > 0 && taken[k] > at; k--);
    return k
}

# ---- merged work ----

# A change pushed without a review names its author but no login: others of theirs may.
function read_names(file,    row) {
    csv_open(file)
    while (csv_read(file, row)) if (row["login"] != "") person(row["login"], row["name"], "")
}

# Keeps who worked when for which groups, and counts the room: how many people worked for a group
# in the half year before each snapshot. Nothing later is looked at.
function read_work(file,    row, at, key, area, n, i, g, k, list) {
    csv_open(file)
    while (csv_read(file, row)) {
        key = row["login"] != "" ? tolower(row["login"]) : login_of[tolower(row["name"])]
        if (key == "") continue # by somebody without any account here
        at = seconds(row["time"])
        takes_part(key, at)
        list = " "
        n = split(row["area"], area, ";")
        for (i = 1; i <= n; i++) {
            g = area[i]
            sub(/^keps\//, "", g)
            g = g ~ /^(sig|wg|ug|committee)-[a-z0-9-]+$/ ? group(g) : owner[row["repo"]]
            if (g != "" && index(list, " " g " ") == 0) list = list g " "
        }
        work_by[++works] = key
        work_for[works] = list
        work_at[works] = row["time"]
        work_url[works] = row["pr"] == "" ? "" : \
            "https://github.com/kubernetes/" row["repo"] "/pull/" row["pr"]
        k = snapshot_at(at - 1) + 1
        if (k > snapshots || taken[k] - at > LONGEST_ROOM) continue
        n = split(list, area, " ")
        for (i = 1; i <= n; i++) {
            if (!((k, area[i], key) in in_room)) {
                in_room[k, area[i], key] = 1
                room[k, area[i]]++
            }
        }
    }
}

# Whoever works in a group attends what its leads of that time lead.
function write_work(    w, k, n, i, l, g, area) {
    for (w = 1; w <= works; w++) {
        k = snapshot_at(seconds(work_at[w]))
        n = split(work_for[w], area, " ")
        for (i = 1; i <= n; i++) {
            g = area[i]
            for (l = 1; l <= lead_count[k, g]; l++) {
                heed(work_at[w], "attended", work_by[w], lead[k, g, l], work_url[w], g, room[k, g])
            }
        }
    }
}

function heed(at, verb, from, to, url, topic, size) {
    if (from == to) return
    print at "," verb ",github:" spelling[from] ",github:" spelling[to] "," url ",kubernetes " \
        topic "," size > evidence
}

# ---- proposals ----

# Authors put their proposal before those whom they name as reviewers and approvers.
function read_proposals(file,    row, author, judge, n, m, i, j, from, to, seen) {
    csv_open(file)
    while (csv_read(file, row)) {
        n = split(row["authors"], author, ";")
        m = split(row["reviewers"] ";" row["approvers"], judge, ";")
        split("", seen)
        for (i = 1; i <= n; i++) {
            if (author[i] == "") continue
            from = person(author[i], "", "")
            takes_part(from, seconds(row["created"]))
            for (j = 1; j <= m; j++) {
                if (judge[j] == "") continue
                to = person(judge[j], "", "")
                if ((from, to) in seen) continue
                seen[from, to] = 1
                heed(row["created"], "reviewed", from, to, \
                    "https://github.com/kubernetes/enhancements/issues/" row["kep"], \
                    group(row["sig"]), "")
            }
        }
    }
    close(evidence)
}
