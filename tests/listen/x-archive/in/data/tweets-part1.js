window.YTD.tweets.part1 = [
  {
    "tweet" : {
      "id_str" : "2005", "created_at" : "Sat Oct 13 07:00:00 +0000 2018", "favorite_count" : "1", "in_reply_to_status_id_str" : "2003", "in_reply_to_screen_name" : "adafenn",
      "full_text" : "A long story of the harbour, told over many evenings by those who keep the lanterns there and know ea… https://t.co/cccc3333", "entities" : { "user_mentions" : [ ], "urls" : [ ] }
    }
  }
]
