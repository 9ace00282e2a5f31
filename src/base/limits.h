/*
 * limits.h - base: how far does every loop over foreign data go?
 *
 * One line a limit: `kith help limits` and docs/limits.md are made from this list, so a limit that
 * is not here does not exist. X(name, value, unit, what happens past it); values fit an int.
 *
 * Check  tests/cli/help-machine compares docs/limits.md with this list
 */
#ifndef KITH_BASE_LIMITS_H
#define KITH_BASE_LIMITS_H

#define KITH_LIMITS(X) \
    X(SOURCE_BYTES_MAX, 2147483647, "bytes", "a larger source file is refused") \
    X(SAMPLE_ROWS_MAX, 10000, "rows", "a larger --sample of a source is refused") \
    X(SEGMENTS_MAX, 16, "segments", "more of one market are refused") \
    X(RECORD_BYTES_MAX, 16777216, "bytes", "a longer line or mail is dropped and counted") \
    X(FIELD_BYTES_MAX, 1048576, "bytes", "a longer table cell drops its row") \
    X(TEXT_BYTES_MAX, 262144, "bytes", "longer text of a doc is cut before it is indexed") \
    X(NAME_BYTES_MAX, 512, "bytes", "a longer name or handle is cut") \
    X(JSON_RECORD_BYTES_MAX, 4194304, "bytes", "a longer JSON object is dropped and counted") \
    X(CONTENT_BYTES_MAX, 65536, "bytes", \
      "what is longer in one property of a contact or a calendar is read up to there") \
    X(JSON_DEPTH_MAX, 128, "levels", \
      "an export with more objects and lists within each other is refused") \
    X(JSON_AROUND_BYTES_MAX, 65536, "bytes", \
      "more plain members around a list of an export are not looked at") \
    X(CHAT_USERS_MAX, 500000, "people", "more of one chat export go by their ids alone") \
    X(CHAT_TOPICS_MAX, 100000, "topics", "more of one Telegram export give no title") \
    X(CHAT_REACTIONS_MAX, 4000000, "reactions", "more of one Zulip export are not counted") \
    X(COLUMNS_MAX, 2048, "columns", "a wider table is refused") \
    X(LINKS_PER_DOC_MAX, 64, "links", "more links of one doc are not kept") \
    X(PARENTS_PER_DOC_MAX, 32, "references", "more references of one mail are not kept") \
    X(MAIL_PARTS_MAX, 1000, "parts", "more parts of one mail are not read") \
    X(MAIL_HEADERS_MAX, 2000, "headers", "more headers of one mail are not read") \
    X(MAIL_MARKS_MAX, 20000, "marks", \
      "a long mail with more headers, addresses and part borders is read up to there") \
    X(GIT_COMMITS_MAX, 2000000, "commits", \
      "further ones of a history are kept, but not who fixes or reverts them") \
    X(MAILMAP_BYTES_MAX, 4194304, "bytes", "a longer .mailmap is refused") \
    X(EPISODE_SPEAKERS_MAX, 64, "speakers", "what more of one episode say is not kept") \
    X(PAGE_BYTES_MAX, 8388608, "bytes", "a longer page of HTML is refused") \
    X(ADDRESSES_PER_DOC_MAX, 256, "addresses", "more addressees of one mail are not kept") \
    X(MAIL_OUTSIDE_MAX, 12, "people", \
      "a mail to more people who are not ours is mass mail, no contact of the log") \
    X(MESSAGES_MAX, 200000, "messages", "more in one check of outreach are refused") \
    X(LISTS_PER_DOC_MAX, 8, "lists", "more lists that one mail went through are not kept") \
    X(QUOTED_PER_DOC_MAX, 32, "people", "more people quoted in one mail are not kept") \
    X(AS2_DEPTH_MAX, 32, "levels", "a deeper object of ActivityStreams is dropped and counted") \
    X(DAG_DEPTH_MAX, 64, "levels", "a deeper record of a repository is dropped and counted") \
    X(REPO_RECORDS_MAX, 2000000, "records", \
      "of a repository with more, those beyond are kept without their address") \
    X(SOCIAL_USERS_MAX, 1000000, "people", \
      "more people of one source are known by number alone, their profiles not kept") \
    X(AS2_IDS_MAX, 1000000, "ids", "more posts deleted within one source are kept all the same") \
    X(XML_ATTRIBUTES_MAX, 1000, "attributes", "a feed with an element of more is refused") \
    X(XML_DEPTH_MAX, 128, "levels", "a deeper feed is refused") \
    X(DIR_DEPTH_MAX, 32, "levels", "deeper directories are not entered") \
    X(DIR_FILES_MAX, 2000000, "files", "a directory with more is refused") \
    X(FEED_BYTES_MAX, 16777216, "bytes", "of a longer feed nothing is kept when it is polled") \
    X(FETCH_BYTES_MAX, 268435456, "bytes", "of a longer answer to import URL nothing is kept") \
    X(WEBHOOKS_MAX, 100, "webhooks", "more are refused") \
    X(WEBHOOK_URL_BYTES_MAX, 2048, "bytes", "a longer address of one is refused") \
    X(WEBHOOK_SECONDS_MAX, 15, "seconds", \
      "one that has not answered by then is tried again later") \
    X(WEBHOOK_ANSWER_BYTES_MAX, 65536, "bytes", "of a longer answer the rest is not read") \
    X(WEBHOOK_WHY_BYTES_MAX, 200, "bytes", "a longer reason why one was not told is cut") \
    X(WEBHOOK_WAITING_MAX, 10000, "messages", \
      "while so many wait for one webhook, what happens is counted, not told") \
    X(WEBHOOK_DEAD_MAX, 1000, "messages", "of more that were given up the oldest are forgotten") \
    X(FETCH_HEAD_BYTES_MAX, 65536, "bytes", "an answer with more headers is broken off") \
    X(FETCHES_AT_ONCE_MAX, 32, "feeds", "a larger --at-once is refused") \
    X(FETCHES_PER_HOST_MAX, 2, "feeds", "more of one host wait for each other") \
    X(FEEDS_PER_RUN_MAX, 100000, "feeds", "more that are due are left for the next kith listen") \
    X(REDIRECTS_MAX, 5, "redirects", "a feed that leads further is given up") \
    X(ROBOTS_BYTES_MAX, 524288, "bytes", "a longer robots.txt is read up to there") \
    X(PAGE_FEEDS_MAX, 10, "feeds", "more that a web page declares are not named") \
    X(POLL_SECONDS_MIN, 1800, "seconds", "no feed is asked again sooner, whatever it allows") \
    X(POLL_SECONDS_MAX, 86400, "seconds", \
      "a feed that asks to be left alone longer is asked then") \
    X(POLL_WAIT_SECONDS_MAX, 604800, "seconds", \
      "a feed that fails, or says when to come again, is asked then at the latest") \
    X(BUNDLE_FILES_MAX, 200000, "files", \
      "a directory with more is read file by file, not as one source of several files") \
    X(ARCHIVE_MIB_MAX, 16384, "MiB", "an archive that unpacks to more is refused") \
    X(ARCHIVE_RATIO_MAX, 128, "times", \
      "an archive that unpacks to more than its size times this, and 100 MiB, is refused") \
    X(ARCHIVE_ENTRIES_MAX, 200000, "files", "an archive of more is refused") \
    X(DUMP_ROWS_MAX, 5000000, "rows", \
      "of posts, users and comments beyond, a forum's dump tells no accepted answers and " \
      "mentions") \
    X(AUTHORS_PER_DOC_MAX, 64, "people", "more who said one doc together are not kept") \
    X(GUESTS_PER_EVENT_MAX, 512, "people", "more guests of one meeting are not read") \
    X(OCCURRENCES_MAX, 1000, "meetings", \
      "of a series only the last ones that took place are kept") \
    X(AFFILS_PER_PERSON_MAX, 64, "places", \
      "more employers and roles of one person row are not kept") \
    X(COMPANY_ROWS_MAX, 20000, "rows", \
      "of whom is busier only so much says with whom they are active; a busier place says " \
      "nothing") \
    X(COMPANY_IDS_MAX, 4000000, "people and outlets", \
      "past so many read in one run, with whom others are active is not looked at") \
    X(HEEDS_PER_DOC_MAX, 512, "people", "more people heeded in one doc are not kept") \
    X(DEAL_PARTIES_MAX, 64, "people", "more people of one deal are not kept") \
    X(SPEAKERS_MAX, 1000, "people", "more speakers of one event are not kept") \
    X(DROPS_SHOWN_MAX, 5, "rows", "more dropped rows of one source are counted, not listed") \
    X(SOURCE_ROWS_MAX, 1000, "rows", \
      "of those of a source that were dropped, and of those merged, older ones are counted, not " \
      "listed") \
    X(SOURCE_REASONS_MAX, 24, "reasons", \
      "further reasons why rows of one source were dropped are counted together") \
    X(GLANCE_ROWS_MAX, 100, "rows", "a larger --first of an import is refused") \
    X(DROPPED_ROWS_MAX, 10000, "rows", "a larger --dropped of an import is refused") \
    X(QUERY_TERMS_MAX, 200, "terms", "a longer people query or topic is refused") \
    X(QUERY_DEPTH_MAX, 50, "levels", "a deeper people query or topic is refused") \
    X(TOPIC_WORDS_MAX, 50000, "words", "more words that start like a topic word are not compared") \
    X(TOPIC_FORMS_MAX, 200, "words", "more forms of one topic word are not looked for") \
    X(MARKET_NAME_MAX, 64, "characters", "a longer name of a market is refused") \
    X(SURVEYS_MAX, 65535, "surveys", "markets of a store with more are not loaded") \
    X(SURVEY_OPTIONS_MAX, 5000, "options", "a question with more is refused") \
    X(SHEET_ROWS_MAX, 100000, "rows", \
      "a longer table of margins, roles, targets or codes is refused") \
    X(SURVEY_FIRM_MAX, 3, "buyers", \
      "more respondents of one firm in one survey weigh together as so many") \
    X(GRAPH_LINE_BYTES_MAX, 262144, "bytes", "a longer line of a list of arcs is refused") \
    X(SKETCH_MEMBERS_MAX, 1073741824, "members", \
      "sets drawn to choose on a graph hold no more together; the proof so far stands") \
    X(COMMUNITY_TIES_MAX, 50000000, "ties", "a larger graph is not parted into communities") \
    X(COMMUNITY_TIE_BYTES, 200, "bytes", "so much free memory a tie is asked for beforehand") \
    X(COMMUNITY_NODE_BYTES, 400, "bytes", "so much free memory a node is asked for beforehand") \
    X(COMMUNITY_PEOPLE_MIN, 3, "people", "a smaller community of a market is counted, not listed") \
    X(THREADS_MAX, 256, "threads", "more are not started") \
    X(BUYERS_KNOWN_MIN, 8, "buyers", "with fewer there is evidence, but no ranks") \
    X(BOOTSTRAP_DRAWS, 400, "draws", "the number behind every interval") \
    X(INTERVAL_PEOPLE_MAX, 2000, "people", "those with less reach are listed without an interval") \
    X(MAP_PEOPLE_MAX, 2000, "people", "a map of more is refused") \
    X(MAP_OUTLETS, 40, "outlets", "those fewer buyers look at are not on the map") \
    X(MAP_BUYERS, 400, "buyers", "of more so many, evenly chosen, have a dot on the map") \
    X(WHY_ROWS_MAX, 200, "rows", "more evidence of one person that carries no vote is not listed") \
    X(COPIED_DOCS_MAX, 50000, "docs", "older ones on topic are not compared with each other") \
    X(ALIKE_TEXTS_MAX, 50000000, "texts", "more are not compared with each other at once") \
    X(ALIKE_ALL_MAX, 1024, "texts", "of more, those that may be alike are found by hashes") \
    X(ALIKE_BUCKET_MAX, 64, "texts", \
      "of more whose hashes agree each is compared with so many before it") \
    X(DOUBT_WEEKS_MAX, 5200, "weeks", "earlier ones are not looked at for bursts") \
    X(RING_TIES_MAX, 500, "people", \
      "who heeds more that heed them is not asked whether they are a ring") \
    X(LOUD_PLACES_MAX, 100, "places", "who is less loud is not listed as popular without trust") \
    X(CHOOSE_DRAWS, 64, "draws", "the number behind every firm pick") \
    X(OVERLAP_PICKS_MAX, 200, "picks", "what further ones share with those before is not said") \
    X(SAME_BATCH_MAX, 10000, "pairs", "more are joined by another accept --by-address") \
    X(CHOOSE_MAX, 1000, "people", "a larger -k is refused") \
    X(ASSIGN_PEOPLE_MAX, 65536, "people", "more are not assigned to teammates at once") \
    X(ASSIGN_TEAMMATES_MAX, 2048, "teammates", "to more nobody is assigned") \
    X(ASSIGN_SCORE_MAX, 100000, "points", "no pair of a teammate and a person scores more") \
    X(WRITTEN_DOCS_MAX, 20000, "docs", "older ones of a person are not read for a brief") \
    X(READING_DOCS_MAX, 500, "docs", \
      "older ones of a person are not asked for answers when what to read first is chosen") \
    X(QUOTE_CHARACTERS_MAX, 200, "characters", "a longer quote is cut in briefs and packs") \
    X(TREE_DOCS_MAX, 10000, "docs", "later ones of a conversation are not read") \
    X(BRIEF_PEOPLE_MAX, 1000, "people", "more of one organisation are counted, not read") \
    X(LEARN_SOURCES_MAX, 16, "sources", "of more, those with fewest rows keep their half-life") \
    X(VOICE_PEOPLE_MAX, 200, "people", \
      "of more who write much it is not asked whether a measure of voice holds") \
    X(VOICES_ACCEPTED_MAX, 50, "people", "more by reach are not in the band of a market's voices") \
    X(CREDIT_PARENTS_MAX, 134217728, "acts", \
      "of a log in which more acts follow one along an arc no credit is handed back") \
    X(SHUFFLES_MAX, 100000000, "shuffles", "a larger --shuffles of graph direction is refused") \
    X(NICHES_MAX, 320, "sub-topics", "of more, those asked about least are not tried") \
    X(NICHE_QUESTIONS_MAX, 50000, "questions", "older ones are not looked at for sub-topics") \
    X(PERIODS_MAX, 600, "periods", "a trend over more is refused") \
    X(OUTCOME_MONTHS_MAX, 240, "months", "a result looks at the last ones of more") \
    X(PAIR_CANDIDATES_MAX, 4000, "candidates", "more are not paired, or put in order, at once") \
    X(DEAL_GROUPS_COMPARED_MAX, 200, "groups", \
      "the times of smaller ones are not tested against all other deals") \
    X(HTTP_PATH_BYTES_MAX, 2048, "bytes", "a longer address of a page is refused") \
    X(HTTP_HEADERS_MAX, 64, "headers", "a request with more is refused") \
    X(HTTP_CONNECTIONS_MAX, 2048, "connections", \
      "of more to the pages, the one that has waited longest without a request is closed") \
    X(HTTP_WAITING_MAX, 512, "requests", "while so many wait, further ones are told to come back") \
    X(FILE_BYTES_MAX, 67108864, "bytes", \
      "a longer file from the pages (a report) is to be made on the command line") \
    X(FORM_BYTES_MAX, 1048576, "bytes", "a longer form of a page is refused") \
    X(JOBS_WAITING_MAX, 32, "jobs", \
      "while so many writes wait, further ones are told to come back") \
    X(JOBS_KEPT_MAX, 50, "jobs", "of more that have ended, the oldest are forgotten") \
    X(JOB_ACCOUNT_BYTES_MAX, 1048576, "bytes", \
      "of a job with a longer account only the sums are told after a restart of the server") \
    X(MULTIPART_HEAD_BYTES_MAX, 4096, "bytes", \
      "a part of a form with more before its own bytes is refused") \
    X(UPLOAD_FILES_MAX, 100, "files", "more at once are refused; pack them into an archive") \
    X(UPLOAD_MIB_MAX, 4096, "MiB", "more at once is refused; import it on the command line") \
    X(UPLOADS_MAX, 16, "uploads", "while so many wait to be imported, further ones are refused") \
    X(UPLOAD_MINUTES_MAX, 60, "minutes", "what waited so long to be imported is removed") \
    X(FORM_FIELDS_MAX, 200, "fields", "a form of a page with more is refused") \
    X(USER_NAME_MAX, 64, "bytes", "a longer name of a user or a token is refused") \
    X(USERS_MAX, 10000, "users", "more are refused") \
    X(PASSWORD_LEAST, 12, "characters", "a shorter password is refused") \
    X(PASSWORD_BYTES_MAX, 256, "bytes", "a longer password is refused") \
    X(TOKEN_DAYS_MAX, 366, "days", "a token for longer is refused") \
    X(SESSION_IDLE_MINUTES, 30, "minutes", "who asked for nothing for so long signs in again") \
    X(SESSION_HOURS_MAX, 12, "hours", "after so long everybody signs in again") \
    X(VIEWS_MAX, 2000, "views", "searches kept in memory; of more the one unused longest goes") \
    X(SESSIONS_MAX, 10000, "sessions", "of more the one unused longest is ended") \
    X(LOGIN_WRONG_MAX, 5, "times", \
      "who was wrong so often in LOGIN_WRONG_MINUTES, by name or by address, has to wait") \
    X(LOGIN_WRONG_MINUTES, 15, "minutes", "then a wrong password is forgotten") \
    X(LOGIN_AT_ONCE_MAX, 2, "passwords", "more are not tried at once; they wait") \
    X(LOGIN_WAITING_MAX, 4, "passwords", "while so many wait, further ones come back later") \
    X(LINK_TEAMMATES_MAX, 40, "people", \
      "of an audit of more of ours, a personal link asks about all of us at once") \
    X(RATE_A_SECOND, 60, "requests", \
      "of one token, session or address; once RATE_BURST are used up, more are told to wait") \
    X(RATE_BURST, 600, "requests", "so many at once before RATE_A_SECOND holds") \
    X(THROTTLED_MAX, 4096, "askers", "of more, the one heard of longest ago is forgotten") \
    X(CURSOR_ROWS_MAX, 500, "rows", "a larger limit of a list taken in parts is refused") \
    X(REPLY_HOURS, 24, "hours", "then a key sent with what writes may be used again") \
    X(REPLIES_WAITING_MAX, 1000, "answers", \
      "of more that wait to be stored, the oldest is not given again") \
    X(REPLY_KEY_BYTES_MAX, 255, "bytes", "a longer Idempotency-Key is refused") \
    X(TRAIL_WORD_MAX, 200, "bytes", "longer words of the log of who saw what are cut") \
    X(TRAIL_WAITING_MAX, 10000, "rows", \
      "while so many of that log wait for the store, what has to stand in it is not answered") \
    X(TRAIL_ROWS_SHOWN, 10000, "rows", "a larger --rows of kith user log is refused") \
    X(MCP_LINE_BYTES_MAX, 1048576, "bytes", "a longer line to kith mcp is refused") \
    X(MCP_RESULT_BYTES_MAX, 20480, "bytes", \
      "of a longer answer to a language model rows are left out, and it says how many") \
    X(ANSWERS_BYTES_MAX, 268435456, "bytes", \
      "of more answers kept for the pages, the longest unused are made anew when asked for") \
    X(RUNS_AT_ONCE_MAX, 4, "answers", \
      "a page whose answer is made while so many others are waits for its turn") \
    X(WRITERS_KEPT_MAX, 64, "users", \
      "who wrote before so many others did may wait for answers newer than they need") \
    X(LIST_ROWS_MAX, 100000, "rows", \
      "a page, or a file taken from it, has no more rows of one answer; the command line has") \
    X(PAGE_ROWS, 50, "rows", "of a longer table a page shows so many at once") \
    X(CHOICE_ROWS_MAX, 200, "names", "more of them are typed into a form, not chosen from a list") \
    X(DONE_MAX, 256, "acts", \
      "of those done in pages since, the last ones can be taken back there") \
    X(KEEP_DAYS_MAX, 36500, "days", "a longer --keep of a source is refused") \
    X(GRAPH_PICKS_MAX, 1000000, "nodes", "a larger -k of graph choose is refused")

#define KITH_LIMIT_ENUM(name, value, unit, past) name = (value),
enum kith_limit { KITH_LIMITS(KITH_LIMIT_ENUM) };
#undef KITH_LIMIT_ENUM

struct limit {
    const char *name;
    long long value;
    const char *unit;
    const char *past; /* what happens past it */
};
extern const struct limit limits[]; /* in the order above; ends with a NULL name */

#endif
