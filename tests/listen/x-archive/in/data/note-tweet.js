window.YTD.note_tweet.part0 = [
  { "noteTweet" : { "noteTweetId" : "9001", "createdAt" : "2018-10-13T07:00:00.000Z", "core" : { "text" : "A long story of the harbour, told over many evenings by those who keep the lanterns there and know each tide by name.", "mentions" : [ ], "urls" : [ ] } } }
]
