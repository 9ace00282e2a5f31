/* routes.c - serve: the table of all addresses, in the order of the rail. */
#include "serve/route.h"

#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})
#define SCOPE " --for --until --with-us"
#define ROUTE(how, takes, address, text, words) \
    .method = (how), .right = (takes), .pattern = (address), .question = (text), .command = (words)
#define PAGE(address, heading, words) ROUTE(HTTP_GET, RIGHT_READ, address, heading, words)
#define FORM(address, button, words) ROUTE(HTTP_POST, RIGHT_WRITE, address, button, words)
/* Its JSON and CSV are people with what is known of them, to take away. */
#define PEOPLE .twin = RIGHT_EXPORT

const struct route routes[] = {
    {PAGE("/", "Which markets, and what needs me?", "market list"), .tool = "markets",
     .name = "Home", .more = LIST("/status"), .forms = LIST("/markets")},
    {PAGE("/status", "What is here, and what is missing for a ranking?", "status")},
    {FORM("/markets", "New market", "market add {name} --topic --audience --since --until"),
     .tool = "market_add", .after = "/m/{name}"},

    /* ---- listen ---- */
    {PAGE("/sources", "What was read, and how far can it be believed?", "source list"),
     .room = ROOM_LISTEN, .name = "Sources"},
    {PAGE("/sources/{source}", "What was read of it, and why is a row not there?",
          "source {source}"),
     .room = ROOM_LISTEN},
    {PAGE("/same", "Are these two one person?", "same --rows --joined --apart --skipped"),
     .room = ROOM_LISTEN, .name = "Same?",
     .forms = LIST("/same/accept", "/same/reject", "/same/skip", "/same/undo"), PEOPLE},
    {FORM("/same/accept", "One person", "same accept {pair}"), .after = "/same"},
    {FORM("/same/reject", "Two people", "same reject {pair}"), .after = "/same"},
    {FORM("/same/skip", "Skip", "same skip {pair}"), .after = "/same"},
    {FORM("/same/undo", "Undo", "same undo {pair}"), .after = "/same"},

    /* ---- find ---- */
    {PAGE("/m/{market}", "Who moves these buyers?", "find {market} --rows" SCOPE), .tool = "find",
     .room = ROOM_FIND, .name = "Who", .more = LIST("/m/{market}/outlets", "/m/{market}/proof")},
    {PAGE("/m/{market}/outlets", "Where do these buyers look?",
          "find {market} --outlets! --rows" SCOPE),
     .tool = "outlets", .room = ROOM_FIND, .name = "Outlets", .heavy = true},
    {PAGE("/m/{market}/proof", "Would this have foretold what came?",
          "backtest {market} --at --days --windows --known --splits --for --with-us"),
     .tool = "backtest", .room = ROOM_FIND, .name = "Proof", .heavy = true},
    {PAGE("/m/{market}/trend", "What do they talk about?",
          "trend {market} --by --since --until --with-us"),
     .room = ROOM_FIND, .name = "Trends"},
    {PAGE("/m/{market}/about", "What is asked for here?", "market show {market}"),
     .room = ROOM_FIND, .name = "Scope",
     .forms = LIST("/m/{market}/strategy", "/m/{market}/remove")},
    {FORM("/m/{market}/strategy", "Set what it is after", "market strategy {market} {kinds}"),
     .after = "/m/{market}/about"},
    {FORM("/m/{market}/remove", "Remove this market", "market remove {market}"), .after = "/"},
    {PAGE("/m/{market}/why/{person}", "Why is this person placed here?",
          "why {market} {person} --rows" SCOPE),
     .tool = "why", .room = ROOM_FIND, .forms = LIST("/m/{market}/decide/{person}")},

    {PAGE("/m/{market}/report", "What shall the board read?", "report {market} --all" SCOPE),
     .room = ROOM_FIND, .name = "Report", .file = "text/html; charset=utf-8"},

    /* ---- choose ---- */
    {PAGE("/m/{market}/choose", "Which few reach most buyers, and where to stop?",
          "choose {market} --picks --relay --budget" SCOPE),
     .tool = "choose", .room = ROOM_CHOOSE, .name = "Choose",
     .more = LIST("/m/{market}/decisions")},
    {PAGE("/m/{market}/decisions", "What was decided, and why?", "decide {market}"),
     .tool = "decisions", .room = ROOM_CHOOSE, .name = "Decided"},
    {FORM("/m/{market}/decide/{person}", "Keep a choice: pick, pin, veto or clear",
          "decide {market} {person} {verdict} --reason"),
     .tool = "decide", .after = "/m/{market}/why/{person}"},

    /* ---- connect ---- */
    {PAGE("/m/{market}/connect", "Who of ours meets whom, and who is left alone?",
          "connect {market} --people --until"),
     .tool = "connect", .room = ROOM_CONNECT, .name = "Connect"},
    {PAGE("/relations", "Which relationships of ours are really there?",
          "relations --until --rows"),
     .room = ROOM_CONNECT, .name = "Relations", PEOPLE},
    {PAGE("/p/{person}/brief", "What should I know before we meet?",
          "brief {person} --market --rows --until"),
     .tool = "brief", .room = ROOM_CONNECT, PEOPLE},

    /* ---- measure ---- */
    {PAGE("/m/{market}/audit", "Do they say what we say?", "audit {market} --wave --by --least"),
     .tool = "audit", .room = ROOM_MEASURE, .name = "Audit"},
    {PAGE("/m/{market}/share", "Who is named on the topic, and by whom?",
          "share {market} --since --until --with-us"),
     .room = ROOM_MEASURE, .name = "Share"},
    {PAGE("/perception", "Which waves of answers are there?", "survey list"), .room = ROOM_MEASURE,
     .name = "Perception"},
    {PAGE("/perception/{survey}", "Do buyers see us as we want to be seen?",
          "survey show {survey} --wave --question --by"),
     .room = ROOM_MEASURE},
    {PAGE("/programmes", "Which programmes are there?", "programme list"), .room = ROOM_MEASURE,
     .name = "Programmes"},
    {PAGE("/programmes/{programme}", "What are we doing, for whom, and at what cost?",
          "programme show {programme}"),
     .tool = "programme", .room = ROOM_MEASURE},
    {PAGE("/voice/{person}", "How does this voice sound beside those buyers accept?",
          "voice {person} --market --quality"),
     .room = ROOM_MEASURE, .heavy = true, PEOPLE},
    {PAGE("/deals", "Which deals are won, how soon, and what goes with it?",
          "deals --by --of --until --rows"),
     .room = ROOM_MEASURE, .name = "Deals"},

    /* ---- all else ---- */
    {PAGE("/people", "Who is here?", "people --rows --sort"), .tool = "people", .room = ROOM_REST,
     .name = "People", PEOPLE},
    {PAGE("/p/{person}", "Who is this, and where do they matter?", "person {person} --rows"),
     .tool = "person", .room = ROOM_REST, .more = LIST("/p/{person}/brief"), PEOPLE},
    {PAGE("/privacy", "Can we stand up for what we hold?", "doctor"), .room = ROOM_REST,
     .name = "Privacy", .more = LIST("/privacy/notices", "/privacy/suppressed"),
     .forms = LIST("/privacy/told", "/privacy/exempt", "/privacy/erase")},
    {PAGE("/privacy/notices", "Who must be told, and by when?", "privacy notices --rows"),
     .room = ROOM_REST, PEOPLE},
    {PAGE("/privacy/suppressed", "How many stay erased?", "privacy suppressed"), .room = ROOM_REST},
    {FORM("/privacy/told", "They were told", "privacy told {people} --how --at"),
     .after = "/privacy"},
    {FORM("/privacy/exempt", "They need not be told", "privacy exempt {people} --reason"),
     .after = "/privacy"},
    {ROUTE(HTTP_POST, RIGHT_ADMIN, "/privacy/erase", "Erase, for good (name as it stands here)",
           "erase {person} {name} --yes!"),
     .after = "/privacy"},
    {ROUTE(HTTP_GET, RIGHT_ADMIN, "/users", "Who may see and do what?", "user list"),
     .room = ROOM_REST, .name = "Users",
     .forms = LIST("/users/role", "/users/disable", "/users/enable")},
    {ROUTE(HTTP_POST, RIGHT_ADMIN, "/users/role", "Give a role: viewer, editor, manager or admin",
           "user role {user} {role}"),
     .after = "/users"},
    {ROUTE(HTTP_POST, RIGHT_ADMIN, "/users/disable", "Disable, and end all sessions",
           "user disable {user}"),
     .after = "/users"},
    {ROUTE(HTTP_POST, RIGHT_ADMIN, "/users/enable", "Let in again", "user enable {user}"),
     .after = "/users"},
    {.pattern = NULL},
};
