# forty buyers, whom they heed in 2025; one opposes v1. Of twenty pages that one of them names, some
# of the buyers name each within days. Twelve respondents of one firm answer a survey.
function lot(n) { x = x * 16807 % 2147483647; return x % n }
function day(d) { return sprintf("2025-%02d-%02d", 1 + int(d / 28), 1 + d % 28) }
BEGIN {
    x = 7
    print "at,verb,from,to,sign,url" >"evidence.csv"
    print "name,handles,tags" >"people.csv"
    print "name,email,tags,org" >"firm.csv"
    for (u = 1; u <= 40; u++) {
        print "Buyer " u ",net:b" u ",buyer" >"people.csv"
        for (v = 1; v <= 24; v++) {
            if (lot(3)) continue
            if (v <= 12) { print day(lot(250)) ",cited,net:b" u ",net:v" v ",1" >"evidence.csv"; continue }
            for (d = lot(240); d < 330; d += 40 + lot(80))
                print day(d) ",mentioned,net:b" u ",net:v" v ",1" >"evidence.csv"
        }
    }
    print day(300) ",mentioned,net:b1,net:v1,-1" >"evidence.csv"
    for (i = 0; i < 20; i++) {
        print day(40 + 14 * i) ",mentioned,net:v" 1 + i % 12 ",net:v20,1,https://p.example/" i >"evidence.csv"
        for (u = 1; u <= 40; u++)
            if (!lot(5)) print day(42 + 14 * i + lot(9)) ",mentioned,net:b" u ",net:v" 13 + u % 8 ",1,https://p.example/" i >"evidence.csv"
    }
    print "Response ID,Timestamp,Email Address,Whom do you trust?" >"trust.csv"
    for (i = 1; i <= 12; i++) {
        print "Mira " i ",m" i "@mira.example,buyer,Mira Labs" >"firm.csv"
        print "r" i ",2025-11-0" 1 + i % 3 " 10:00:00,m" i "@mira.example,\"Ned Tall, Ola Vex\"" >"trust.csv"
    }
}
