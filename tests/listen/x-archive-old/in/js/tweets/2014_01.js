Grailbird.data.tweets_2014_01 = 
 [ {
  "source" : "web", "entities" : { "user_mentions" : [ { "name" : "Ben Dunn", "screen_name" : "bendunn", "id_str" : "1002", "id" : 1002 } ], "urls" : [ ] },
  "in_reply_to_status_id_str" : "400", "text" : "@bendunn yes", "id" : 401, "id_str" : "401", "in_reply_to_user_id" : 1002, "in_reply_to_screen_name" : "bendunn",
  "created_at" : "2014-01-31 10:00:00 +0000", "user" : { "name" : "Ada Fenn", "screen_name" : "adafenn", "id_str" : "1001", "id" : 1001 }
}, {
  "retweeted_status" : { "text" : "mind the sluice", "id" : 390, "id_str" : "390", "entities" : { "user_mentions" : [ ], "urls" : [ { "url" : "http://t.co/d", "expanded_url" : "http://sluice.example/" } ] }, "created_at" : "2014-01-29 10:00:00 +0000", "user" : { "name" : "Cy Quill", "screen_name" : "cyquill", "id_str" : "1003" } },
  "text" : "RT @cyquill: mind the sluice", "id" : 402, "id_str" : "402", "created_at" : "2014-01-30 10:00:00 +0000", "entities" : { }, "user" : { "name" : "Ada Fenn", "screen_name" : "adafenn" }
} ]
