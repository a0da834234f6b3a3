# Acts that people sign: what they say
act-credential-list = { $total ->
    [one] This one code may vote.
   *[other] These { $total } codes may vote.
  }
act-opening = Open the round for voting, by this definition, with these codes and this key
act-void = Void the code { $serial } ({ $reason })
act-batch-void = Void every code of the batch { $batch } ({ $reason })
act-issue = Give out a code of batch { $batch }
act-reissue = Give out a code of batch { $batch } for { $serial }
act-extension = Let the voting end later: { $when } ({ $reason })
act-voting-closed = End the voting now ({ $reason })
act-note = Note an incident: { $incident }
act-sealing = Seal the round: no ballot comes or goes any more
act-draw-source = Ties are drawn with { $source }: { $value }
act-certified = Certify this result
act-correction = Put this result in the place of the one before ({ $reason })
act-annulment = Annul the round ({ $reason }). This cannot be taken back.
act-other = An act of the type { $type }

act-fact-list = List of codes, SHA-256
act-fact-definition = Definition, SHA-256
act-fact-codes = List of codes, SHA-256
act-fact-key = Key of the election
act-fact-predecessor = In the place of the round
act-fact-result = result.json, SHA-256
act-fact-successor = Its codes are handed over to the round
act-fact-totals = Ballots
act-bytes = { $count ->
    [one] (one byte)
   *[other] ({ $count } bytes)
  }
act-total-contest = List
act-total-ballots = Cast
act-total-replaced = Replaced
act-total-withdrawn = Withdrawn
act-total-input = To be counted
act-total-withheld = Withheld
act-source-dice = dice
act-source-drand = drand

act-reason = Reason, for the public record
act-reason-choose = Choose a reason
act-reason-missing = Choose a reason.
act-proposed = Proposed. It waits for signatures.
act-extend-about = The close moves for everybody. It cannot be moved back.
act-extend-by = How much longer
act-extend-until = Voting then closes { $when }.
act-extend-go = Propose the extension
act-minutes = { $count ->
    [one] 1 minute
   *[other] { $count } minutes
  }
act-hours = { $count ->
    [one] 1 hour
   *[other] { $count } hours
  }
act-days = { $count ->
    [one] 1 day
   *[other] { $count } days
  }
act-reason-lost = lost
act-reason-stolen = stolen
act-reason-moved = moved away
act-reason-deceased = deceased
act-reason-wrong-person = issued to the wrong person
act-reason-paper-vote = votes on paper
act-reason-duplicate = issued twice
act-reason-outage = outage
act-reason-attack = attack
act-reason-access = access was blocked
act-reason-delivery = codes came late
act-reason-everyone-voted = everyone has voted
act-reason-assembly-ended = the assembly has ended
act-reason-definition-error = error in the definition
act-reason-failure = failure
act-reason-court-order = court order
act-reason-count-error = error in the count
act-reason-crash = a program crashed
act-reason-trustee-unavailable = a trustee is not available
act-reason-invalid-message = invalid message
act-reason-other = other

# What is done with them
act-unreadable = An act that this page cannot read
act-unreadable-detail = Its text is damaged, or is about another round. Do not sign it, and tell the people who run the server.
act-proposed-by = Proposed by { $name }, { $when }.
act-exact = The exact text that is signed
act-exact-about = What stands above was read from this text and from nothing else.
act-digest = Its digest:
act-state-proposed = Waits for signatures
act-state-submitted = On its way into the record
act-state-done = In the record
act-state-refused = Refused
act-state-withdrawn = Withdrawn
act-need = { $count ->
    [one] One { $role }.
   *[other] { $count } people: { $role }.
  }
act-need-signed = Signed: { $names }.
act-need-waits = Can sign: { $names }.
act-role-clerk = clerk
act-role-registrar = registrar
act-role-facilitator = facilitator
act-signed-by = Signed by { $names }.
act-you-have-signed = You have signed. It takes effect when the others have.
act-on-its-way = You have signed. It is on its way into the record.
act-elsewhere = Your key is not on this device. Bring its file here, or sign where it is:
act-unnamed = This round does not know a key of yours that is on this device. It was frozen with other keys, so somebody else named here has to sign, or you with your key from then:
act-sign = Sign
act-sign-go = Sign it
act-with-key = With your key { $number }:
act-passphrase = Passphrase of your signing key
act-sending = Handing it in …
act-bad-signature = The server does not take this signature.
act-withdraw = Withdraw the proposal
act-withdraw-ask = Withdraw this proposal?
act-withdraw-detail = Signatures that it has are void, and nothing of it comes into the record. It can be proposed anew.
