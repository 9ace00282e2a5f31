function stamp(d,h) { return sprintf("%s, %02d Jan 2026 %02d:00:00 +0000", "Thu", d, h) }
function mail(id, name, who, d, h, re, text) {
  printf "From %s@%s.example Thu Jan 01 00:00:00 2026\nFrom: %s <%s@%s.example>\nDate: %s\nMessage-ID: <%s@list.example>\n", who, who, name, who, who, stamp(d, h), id
  if (re != "") printf "In-Reply-To: <%s@list.example>\n", re
  printf "List-Id: <gears.list.example>\nSubject: gears\n\n%s\n\n", text
}
function prose(k, n,   i, t) {
  t = "You asked how we test our gears, and I think you should see it."
  for (i = 0; i < 76; i++) t = t ((i + k) % 19 == 0 ? ". The" : (i * k) % 5 == 0 ? " of" : " part" k "x" i)
  return t "."
}
BEGIN {
  for (k = 1; k <= 40; k++) mail("ida" k, "Ida Brook", "ida", 1 + k % 28, k % 24, k > 30 ? "b" (k - 30) : "", prose(k, 0) (k % 3 == 0 ? " See https://gears.example/page" k : ""))
  for (k = 1; k <= 10; k++) mail("b" k, "Buyer " substr("ABCDEFGHIJ", k, 1), "buyer" k, 2 + k, 1, "ida" k, "Does it hold with oil?")
  for (k = 1; k <= 5; k++) mail("jon" k, "Jon Vale", "jon", k, 5, "", "Short and to the point " k ".")
  for (w = 1; w <= 9; w++) for (k = 1; k <= 35; k++) mail("w" w "k" k, "Writer " substr("ABCDEFGHI", w, 1), "writer" w, 1 + (k * w) % 28, w, "", prose(100 * w + k, w) (k % 10 < w ? " See https://w.example/" w "/" k : ""))
}
