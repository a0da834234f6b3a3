close-title = Close and certify
close-noscript = What is signed here is signed on your computer. This needs JavaScript.

# What happens now, and what is to be done
close-now-not-open = The round is not open yet
close-next-not-open = When voting has begun, its end is watched here.
close-now-voting = Voting goes on until { $when }
close-next-voting = Nothing is to be done until then. The server ends voting by itself.
close-now-voting-closed-signing = To end the voting now waits for signatures
close-next-voting-closed-signing = With the last signature no ballot is taken any more.
close-now-extension-signing = To let the voting end later waits for signatures
close-next-extension-signing = With the last signature everybody sees the new time.
close-now-grace = Voting has ended; ballots on their way are taken until { $when }
close-next-grace = Nothing is to be done. The grace is the same for everybody.
close-now-ending = Voting is being ended
close-next-ending = The server writes the end of voting into the record. This takes a moment.
close-now-sealing = Voting has ended
close-next-sealing = Compare the control sums below with what you know. Then propose to seal the round; { $signers ->
    [one] one clerk signs.
   *[other] { $signers } clerks sign.
  }
close-now-sealing-signing = The sealing waits for signatures
close-next-sealing-signing = Compare its figures with the control sums, then sign.
close-now-objection = Time for objections until { $when }
close-next-objection = Nothing is to be done. No ballot can be opened before; whoever objects turns to the clerks.
close-now-draw-source = A public value for ties is missing
close-next-draw-source = Throw the dice in public and enter what they show. Nothing can be opened before.
close-now-draw-source-signing = The public value for ties waits for signatures
close-next-draw-source-signing = Compare it with what everybody has seen, then sign.
close-now-mixing = The trustees mix the ballots
close-next-mixing = Their programs work by themselves. Remind those who are waited for to start theirs.
close-now-mixing-checked = The mixes are being checked
close-next-mixing-checked = Nothing is to be done.
close-now-opening = The trustees open the ballots
close-next-opening = Their programs work by themselves. Remind those who are waited for to start theirs.
close-now-counting = The ballots are being counted
close-next-counting = Nothing is to be done.
close-now-verifying = The verifier looks at everything
close-next-verifying = Nothing is to be done. It repeats what everybody can repeat later, from each ballot to the winners.
close-now-check-failed = A check of the verifier has failed
close-next-check-failed = Do not certify. Read which check it is, and what the page on disputes says of it.
close-now-certified = Counted, and to be certified
close-next-certified = Look at the result and the checks. Then propose the certificate; { $required ->
    [one] one clerk signs.
   *[other] { $required } clerks sign.
  }
close-now-certified-signing = The certificate waits for signatures
close-next-certified-signing = Look at the result and the checks, then sign.
close-now-rehearsal = The rehearsal is at its end
close-next-rehearsal = A rehearsal is never certified. Everything up to here works.
close-now-building = The files are being made and checked
close-next-building = When they are there, each certifying clerk signs the list of them.
close-now-signing = The list of files waits for signatures
close-next-signing = With the last one everything is published at one moment. Nobody sees anything before.
close-now-refused = The files are not published
close-next-refused = The verifier refuses what was made. Read which check failed; when its cause is mended, let it look again.
close-now-published = Published
close-next-published = Everybody can see the result, take the files and check them.
close-now-published-corrected = The corrected result is published
close-next-published-corrected = The correction stands in the record, with its reason.
close-now-annulled = The round is annulled
close-next-annulled = It has no result. The reason is in the public record.
close-left = It ends { $left }.
close-waits = Waits for: { $names }.
close-your-turn = It is your turn.

# Steps
close-step-done = (done)
close-step-now = (now)
close-step-later = (later)
close-step-voting = End of voting
close-step-sums = Control sums and sealing
close-step-objection = Time for objections
close-step-mixing = Mixing and opening
close-step-count = Count
close-step-certify = Checks and certificate
close-step-bundle = Signing the files
close-step-published = Publication
close-about-voting = The server ends voting on time.
close-about-sums = Every ballot is accounted for; then nothing comes in or goes out.
close-about-objection = Before any ballot is opened.
close-about-mixing = Nobody can tell any more whose ballot is whose; then they are opened together.
close-about-count = By the rule of the round, with ties drawn.
close-about-certify = The verifier’s checks one by one, and the clerks’ signatures.
close-about-bundle = Each certifying clerk signs the list of all files.
close-about-published = Everything at one moment.

# Voting
close-voting-about = Ending earlier or later is a public act with a reason, which clerks sign.
close-ended-on-time = Voting has ended on time.
close-extend = Let the voting end later
close-end-now = End the voting early
close-end-now-about = For example when everybody in the room has voted. With the last signature no ballot is taken any more.
close-end-now-go = Propose to end the voting

# Control sums
close-sums-about = For each list: what was cast, less what later ballots have replaced and what void codes have withdrawn, is what will be counted.
close-sums-codes = { $voids ->
    [0] No single code was voided
    [one] One single code was voided
   *[other] { $voids } single codes were voided
  }, { $batches ->
    [0] no batch
    [one] one batch
   *[other] { $batches } batches
  }; { $issues ->
    [0] no code was handed out later.
    [one] one code was handed out later.
   *[other] { $issues } codes were handed out later.
  }
close-sum-listed = Codes that can vote here
close-sum-void = of them void
close-sum-ballots = Ballots cast
close-sum-replaced = replaced by a later one
close-sum-withdrawn = withdrawn with a void code
close-sum-input = To be counted
close-sum-withheld = Withheld: too few to be opened
close-sum-right = Adds up.
close-sum-wrong = This does not add up. Do not seal, and tell the people who run the server.
close-seal-about = With the sealing no code can be voided any more, and the time for objections begins.
close-seal-go = Propose to seal the round

# Objections and ties
close-objection-none = This round has no time for objections.
close-objection-time = From { $from } until { $until }.
close-objection-about = No trustee’s program opens a ballot before. Who has an objection turns to the clerks; if it is right, the round is annulled or goes on after it has been answered.
close-dice-about = The value decides ties. It is thrown after the sealing and before anything is opened, in front of people.
close-dice = What the dice show
close-dice-hint = In the order in which they were thrown, such as 4 1 6 6 2 3 5 1
close-dice-missing = Enter what the dice show.
close-dice-go = Propose the value

# Mixing
close-mixing-about = Each trustee’s program checks the whole record, mixes the ballots and proves that none was changed. When enough have mixed, they open them together. Any of them will do, as long as there are enough.
close-mixing-single = The server itself holds the key of this round, mixes and opens.
close-nothing-to-mix = Nothing is mixed here: no ballots, or too few to be opened.
close-mixed-of = Mixed { $done } of { $needed }
close-opened-of = Opened { $done } of { $needed }
close-trustee-mixed = has mixed, as number { $place }
close-trustee-not-mixed = has not mixed
close-trustee-opened = has opened
close-trustee-not-opened = has not opened
close-trustee-not-needed = not needed any more
close-restart = Mix { $contest } anew
close-restart-ask = Give up this chain of mixes?
close-restart-about = The trustees mix the same ballots anew. This is for mixes that are lost or when a computer was broken into while it mixed. It is a public entry, and only possible before anybody has opened.
close-restart-go = Begin anew
close-chain-abandoned = Chain { $chain } was given up ({ $reason })

# Count
close-counting-about = When enough trustees have opened, the server combines what they opened and counts.
close-counted = Counted
close-result-for-clerks = Until it is published, only clerks see the result.
close-result-figures = { $voters ->
    [one] One person has voted
   *[other] { $voters } people have voted
  }: { $valid } valid, { $blank } blank, { $invalid } invalid.
close-result-withheld = Too few have voted for the ballots to be opened without showing who voted what.
close-result-empty = Nobody has voted here.
close-result-nobody = Nothing has won.
close-result-cost = Together { $cost } of { $envelope }.
close-outcome-passed = Passed
close-outcome-failed = Not passed
close-outcome-quorum = Too few took part
close-ties = { $count ->
    [one] One tie
   *[other] { $count } ties
  }
close-ties-draw = They fell in this order by the draw, which nobody could foresee:
close-ties-lex = By the rule of this round they fall in the order of their names in the definition:
close-ties-seed = Seed of the draw:
close-recount = Count again
close-recounting = It is being counted again …
close-recount-same = Counted again from the record: the same result.
close-recount-differs = Counted again, the result is another one
close-recount-differs-about = The record has not changed, so the software has. Find out which of the two is right: folkmoot-verify repeats the count, and so can others.
close-correct-about = A correction puts what was counted now in the place of the result before. It is an entry with a reason; the corrected result is certified and published anew.
close-correct-go = Propose the correction
close-correct-sure = The result that was there stays in the record, and so does the correction. Until it is certified anew, the round is not published.

# Checks
close-certify-about = The verifier is the program that everybody can run over the published files. What it cannot say yet: the signatures, which are still missing.
close-checks = What the verifier says
close-checking = It looks …
close-checking-waits = It waits for the witnesses of the record, or for other work.
close-checks-summary = { $failed ->
    [0] { $passed } checks passed, none failed.
    [one] { $passed } checks passed, one failed.
   *[other] { $passed } checks passed, { $failed } failed.
  }
close-check-again = Let it look again
close-check-passed = passed
close-check-failed = failed
close-check-incomplete = not complete yet
close-check-not-applicable = not applicable
close-check-note = to know
close-check-1 = Files and signatures
close-check-2 = Nothing missing, nothing extra
close-check-3 = Definition of the round
close-check-4 = Trustees and their key
close-check-5 = Lists of codes
close-check-6 = Public record and its witnesses
close-check-7 = Receipts given
close-check-8 = Order of everything that happened
close-check-9 = Every ballot
close-check-10 = Every act signed by whom it must be
close-check-11 = Which ballots are counted
close-check-12 = Every mix
close-check-13 = Every opening by a trustee
close-check-14 = Decoding, and invalid ballots
close-check-15 = Files of ballots
close-check-16 = The count, repeated
close-check-17 = Totals
close-check-18 = What this cannot prove
close-certify-act = The certificate
close-certify-propose = By signing you say: this is the result of this round.
close-certify-go = Propose the certificate
close-rehearsal-end = A rehearsal ends here: it is never certified

# Files
close-bundle-about = All files of the round stand in one list with their fingerprints. Each clerk who has certified signs that list; minisign checks the signature anywhere.
close-bundle-sign = Signatures over the list
close-bundle-has-signed = has signed
close-bundle-waits = not yet
close-sums-lines = { $count ->
    [one] The list has one file.
   *[other] The list has { $count } files.
  }
close-sums-exact = The exact list that is signed
close-sums-other = This list is not of the result that was certified, or of another definition. Do not sign it, and tell the people who run the server.
close-bundle-sign-here = Sign the list
close-bundle-go = Sign it
close-bundle-elsewhere = Sign on another computer
close-bundle-elsewhere-about = With your key file, on the command line:
close-bundle-minisign = Or with minisign alone; then hand in the signature file here:
close-bundle-file = Signature file (SHA256SUMS.minisig)

# Publication
close-result-page = The result, for everybody
close-out-bundle = Everything, signed
close-out-bundle-about = The record, the ballots, the result, the certificate, and the clerks’ signatures. folkmoot-verify, sha256sum and minisign check it.
close-out-bundle-go = Bundle (ZIP)
close-out-paper = To print
close-out-paper-about = Print them, or save them as PDF in the print dialog.
close-out-minutes = Minutes
close-out-certificate = Certificate
close-out-certificate-pdf = Certificate (PDF, { $language })
close-out-tables = Tables for spreadsheets (CSV, XLSX)
close-out-separator = Separator
close-out-comma = Comma
close-out-semicolon = Semicolon
close-out-tab = Tab
close-out-bom = With a mark that spreadsheets know UTF-8 by
close-out-files = Single files
close-out-table-all-projects = All projects
close-out-table-control-sums = Control sums
close-trustees-forget = After { $when } the trustees destroy their shares: folkmoot trustee forget.

# Annulment
close-annul = Annul the round
close-annul-about = When nothing else helps: an error in the definition, a record that shows two histories, an order of a court. The round then has no result, for ever.
close-annul-go = Propose to annul the round
close-annul-sure = An annulment cannot be taken back. Two clerks sign it.
