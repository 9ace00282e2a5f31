window.YTD.profile.part0 = [ { "profile" : { "description" : { "bio" : "pilot & keeper", "website" : "https://github.com/adafenn", "location" : "Quay" } } } ]
