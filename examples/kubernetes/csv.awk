# csv.awk - read CSV by column name, and dates as seconds; in plain POSIX awk
#
#   csv_open(FILE) reads the header; each csv_read(FILE, row) fills row["column"] and gives 1, at the
#   end 0. Cells may be quoted and hold commas, doubled quotes and line ends.

function csv_open(file,    cell, i) {
    if (!csv_cells(file, cell)) {
        printf "%s cannot be read, or is empty\n", file | "cat 1>&2"
        close("cat 1>&2")
        exit 1
    }
    csv_width[file] = cell[0]
    for (i = 1; i <= cell[0]; i++) csv_header[file, i] = cell[i]
}

function csv_read(file, row,    cell, i) {
    if (!csv_cells(file, cell)) return 0
    for (i = 1; i <= csv_width[file]; i++) row[csv_header[file, i]] = i <= cell[0] ? cell[i] : ""
    return 1
}

# One record into cell[1..cell[0]]; a quoted line end continues it on the next line.
function csv_cells(file, cell,    line, more, n, quoted) {
    split("", cell)
    if ((getline line < file) <= 0) { close(file); return 0 }
    sub(/^\357\273\277/, "", line) # a byte order mark
    n = 0
    do {
        sub(/\r$/, "", line)
        quoted = line ~ /^"/
        if (quoted) {
            line = substr(line, 2)
            cell[++n] = ""
            while (1) {
                if (match(line, /"/)) {
                    cell[n] = cell[n] substr(line, 1, RSTART - 1)
                    line = substr(line, RSTART + 1)
                    if (line !~ /^"/) break
                    cell[n] = cell[n] "\""
                    line = substr(line, 2)
                } else {
                    cell[n] = cell[n] line "\n"
                    if ((getline more < file) <= 0) { line = ""; break }
                    sub(/\r$/, "", more)
                    line = more
                }
            }
        } else {
            match(line, /^[^,]*/)
            cell[++n] = substr(line, 1, RLENGTH)
            line = substr(line, RLENGTH + 1)
        }
        if (line == "") break
        line = substr(line, 2)
        if (line == "") { cell[++n] = ""; break }
    } while (1)
    cell[0] = n
    return 1
}

function csv_quote(s) {
    if (s !~ /[",\r\n]/) return s
    gsub(/"/, "\"\"", s)
    return "\"" s "\""
}

# Days since 1970-01-01 of a date (Hinnant's days_from_civil), for years from 1 on.
function days(y, m, d,    era, of_era, of_year) {
    if (m <= 2) y--
    era = int(y / 400)
    of_era = y - era * 400
    of_year = int((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5) + d - 1
    return era * 146097 + of_era * 365 + int(of_era / 4) - int(of_era / 100) + of_year - 719468
}

# "2020-10-12" or "2020-10-12T16:58:48+02:00" in seconds since 1970, UTC.
function seconds(s,    t, zone, sign) {
    t = days(substr(s, 1, 4) + 0, substr(s, 6, 2) + 0, substr(s, 9, 2) + 0) * 86400
    if (substr(s, 11, 1) != "T") return t
    t += substr(s, 12, 2) * 3600 + substr(s, 15, 2) * 60 + substr(s, 18, 2)
    zone = substr(s, 20)
    sign = substr(zone, 1, 1) == "-" ? 1 : -1
    if (zone ~ /^[-+]/) t += sign * (substr(zone, 2, 2) * 3600 + substr(zone, 5, 2) * 60)
    return t
}
