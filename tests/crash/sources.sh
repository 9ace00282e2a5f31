# sources.sh - tests: invented sources, the same bytes each time; read by run.sh and full-disk.sh

# Six sources: four tables, an mbox with threads, a directory of single mails.
make_sources() {
    mkdir -p in/mails
    awk 'BEGIN {
        print "name,email,org,tags" > "in/people.csv"
        for (i = 0; i < 800; i++)
            printf "Person %d,p%d@x%d.example,Org %d,%s\n", i, i, i % 40, i % 40,
                   i % 4 ? "" : "buyer" > "in/people.csv"
        print "at,verb,from,to,text" > "in/evidence.csv"
        for (i = 0; i < 6000; i++)
            printf "2026-%02d-%02dT%02d:%02d:00Z,replied,p%d@x%d.example,p%d@x%d.example,on part %d of containers\n",
                   1 + i % 5, 1 + i % 28, i % 24, int(i / 24) % 60, i % 800, i % 800 % 40,
                   (i * 7 + 3) % 800, (i * 7 + 3) % 800 % 40, i > "in/evidence.csv"
        print "at,kind,teammate,person,by,note" > "in/log.csv"
        for (i = 0; i < 900; i++)
            printf "2026-%02d-%02d,%s,us%d@us.example,p%d@x%d.example,%s,contact %d\n", 1 + i % 5, 1 + i % 28,
                   i % 2 ? "call" : "mail", i % 9, i % 800, i % 800 % 40, i % 3 ? "us" : "them", i > "in/log.csv"
        print "outcome,person,at,amount" > "in/outcomes.csv"
        for (i = 0; i < 600; i++)
            printf "inquiry,p%d@x%d.example,2026-%02d,%d\n", i % 90, i % 90 % 40, 1 + i % 5, i % 7 > "in/outcomes.csv"
        for (i = 0; i < 1500; i++) {
            file = i < 1200 ? "in/list.mbox" : sprintf("in/mails/%04d.eml", i)
            if (i < 1200) printf "From p%d@x.example Thu Jan  1 00:00:00 2026\n", i > file
            printf "From: Person %d <p%d@x%d.example>\nTo: talk@lists.example\n", i % 90, i % 90,
                   i % 90 % 40 > file
            printf "List-Id: <talk.lists.example>\nMessage-ID: <m%d@x.example>\n", i > file
            if (i % 3) printf "In-Reply-To: <m%d@x.example>\n", i - i % 3 > file
            printf "Date: Thu, %d Jan 2026 10:%02d:00 +0000\nSubject: thread %d\n\nWords of %d.\n\n",
                   1 + i % 28, i % 60, int(i / 3), i > file
            if (i >= 1200) close(file)
        }
    }'
}
