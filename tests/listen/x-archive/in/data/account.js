window.YTD.account.part0 = [
  {
    "account" : {
      "email" : "ada@quay.example",
      "username" : "adafenn",
      "accountId" : "1001",
      "createdAt" : "2015-05-01T08:00:00.000Z",
      "accountDisplayName" : "Ada Fenn"
    }
  }
]
