window.YTD.tweets.part0 = [
  {
    "tweet" : {
      "id_str" : "2001", "id" : "2001", "created_at" : "Wed Oct 10 20:19:24 +0000 2018", "lang" : "en", "favorite_count" : "3", "retweet_count" : "0",
      "full_text" : "@bendunn tides &amp; lamps &lt;3 https://t.co/aaaa1111", "in_reply_to_status_id_str" : "1999", "in_reply_to_user_id_str" : "1002", "in_reply_to_screen_name" : "bendunn",
      "entities" : { "user_mentions" : [ { "name" : "Ben Dunn", "screen_name" : "bendunn", "id_str" : "1002" } ], "urls" : [ { "url" : "https://t.co/aaaa1111", "expanded_url" : "https://pilot.example/log", "display_url" : "pilot.example/log" } ] }
    }
  },
  {
    "tweet" : {
      "id_str" : "2002", "created_at" : "Thu Oct 11 07:00:00 +0000 2018", "lang" : "und", "favorite_count" : "0",
      "full_text" : "RT @cyquill: long keels, short keels", "entities" : { "user_mentions" : [ { "name" : "Cy Quill", "screen_name" : "cyquill", "id_str" : "1003" } ], "urls" : [ ] }
    }
  },
  {
    "tweet" : {
      "id_str" : "2003", "created_at" : "Fri Oct 12 07:00:00 +0000 2018", "favorite_count" : "12",
      "full_text" : "worth reading https://t.co/bbbb2222", "entities" : { "user_mentions" : [ ], "urls" : [ { "url" : "https://t.co/bbbb2222", "expanded_url" : "https://x.com/deemole/status/77" } ] }
    }
  },
  { "tweet" : { "id_str" : "2004" } }
]
