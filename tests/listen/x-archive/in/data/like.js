window.YTD.like.part0 = [ { "like" : { "tweetId" : "3001", "fullText" : "nice" } } ]
