# Acts in the public record, which the server puts into words
acts-of-round = Acts: { $title }
acts-round-link = What the people who run this round have done
acts-lead = What the people who run votes here have done, and what the server did by itself, as it stands in the public record: what, by which role, why and when. It names no resident and tells nothing about anybody’s choices.
acts-filter-round = Round
acts-filter-kind = What about
acts-filter-role = By whom
acts-filter-from = From
acts-filter-to = Until
acts-filter-all = All
acts-filter-go = Show these
acts-filter-reset = Show everything
acts-mistake-day = Write days as year-month-day, for example 2026-01-31.
acts-mistake = There is nothing of this name to choose. Choose again below.
acts-none = No act fits this choice.
acts-older = Older acts
acts-newest = Back to the newest
acts-feed = Follow (Atom feed)
acts-data = As data (JSON)
acts-whole-city = Acts of the whole city
acts-entry = Entry { $index } of the record
acts-in-preparation = A round in preparation
acts-reason = Reason: { $reason }
acts-signatures = { $count ->
    [one] with 1 signature
   *[other] with { $count } signatures
  }

acts-kind-people = People and their roles
acts-kind-preparation = Preparing and opening a round
acts-kind-codes = Codes
acts-kind-keys = The trustees’ key
acts-kind-voting = During the vote
acts-kind-paper = Paper ballots
acts-kind-counting = Counting
acts-kind-result = Result
acts-kind-erasing = Erasing

acts-role-administrator = Administrator
acts-role-facilitator = Facilitator
acts-role-reviewer = Reviewer
acts-role-registrar = Registrar
acts-role-clerk = Clerk
acts-role-trustee = Trustee
acts-role-observer = Observer
acts-role-server = Server

did-log-start = This record continues an earlier one, which was ended in public.
did-staff = An act about accounts: { $act }.
did-invitation = A link was made with which a member of staff sets up access.
did-withdraw-invitation = A link to set up access was withdrawn.
did-end-access = A member of staff lost all access.
did-add-assembly = The assembly { $assembly } was added.
did-give = A role was given: { $role } of { $assembly }.
did-give-city = A role was given: { $role }.
did-take = A role was taken away: { $role } of { $assembly }.
did-take-city = A role was taken away: { $role }.
did-draft = A round was begun for the assembly { $assembly }.
did-draft-successor = A round was begun for the assembly { $assembly }, in the place of one that was annulled.
did-definition = The round was fixed: its lists, rules and dates can be read, and no longer be changed.
did-batch-merge = Small batches of codes were joined into the batch { $into }.
did-credential-list = The list of codes was signed. It has { $total ->
    [one] 1 code
   *[other] { $total } codes
  }.
did-trustee-commit = Trustee { $trustee } committed to a key for this round.
did-trustee-join = Trustee { $trustee } revealed that key.
did-dkg-message = Trustee { $trustee } took step { $step } of 2 in making the key of the round.
did-dkg-restart = Making the key of the round was begun anew. This is attempt { $attempt }.
did-opening = The round was opened.
did-acknowledgement = Trustee { $trustee } checked the opening and acknowledged it.
did-addition = Codes were added: { $total }.
did-issue = A spare code of the batch { $batch } was handed out.
did-reissue = A spare code of the batch { $batch } was handed out in the place of the code { $serial }.
did-void = The code with serial { $serial } was withdrawn.
did-batch-void = All codes of the batch { $batch } were withdrawn.
did-extension = Voting was extended. It now closes { $when }.
did-note = An incident was noted.
did-voting-closed = Voting ended.
did-paper = Papers from { $site }, box { $box }, were entered: { $valid } valid, { $blank } blank, { $invalid } invalid, { $spoiled } spoiled, of { $issued } handed out.
did-paper-totals = Totals of the papers from { $site } were entered: { $valid } valid, { $blank } blank, { $invalid } invalid, { $spoiled } spoiled, of { $issued } handed out.
did-sealing = The round was sealed: which ballots are counted can no longer be changed.
did-draw-source = The public value that settles ties was entered ({ $source }).
did-mix = Trustee { $trustee } mixed the ballots of the list { $contest }.
did-chain-restart = Mixing the ballots of the list { $contest } was begun anew.
did-mixing-done = The ballots of the list { $contest } are mixed.
did-share = Trustee { $trustee } did their part in opening the list { $contest }.
did-counted = The ballots were counted.
did-certified = The result was certified.
did-published = The result was published.
did-correction = Another result took the place of the one before.
did-annulment = The round was annulled.
did-annulment-successor = The round was annulled. Its codes stay good for the round that takes its place.
did-destruction = Trustee { $trustee } destroyed their part of the key.
did-purge = Data that is no longer needed was erased: { $what ->
    [marks] marks against double issue
    [sessions] sessions
   *[ciphertexts] encrypted ballots
  }.

reason-lost = lost
reason-stolen = stolen
reason-moved = moved away
reason-deceased = deceased
reason-wrong-person = issued to the wrong person
reason-paper-vote = voted on paper
reason-duplicate = issued twice
reason-other = other
reason-outage = the service could not be reached
reason-attack = an attack
reason-access = people could not get to a polling place or a device
reason-delivery = letters or codes came late
reason-on-time = the announced time had come
reason-everyone-voted = everybody had voted
reason-assembly-ended = the assembly had ended
reason-definition-error = a mistake in the definition
reason-failure = a failure
reason-court-order = a court’s order
reason-count-error = a mistake in the count
reason-crash = a program or device failed
reason-trustee-unavailable = a trustee could not be reached
reason-invalid-message = a trustee sent something that does not hold
