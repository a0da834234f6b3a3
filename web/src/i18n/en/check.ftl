check-title = Check a ballot
check-noscript = Checking a receipt here needs JavaScript, because the proofs are computed on your device. The program folkmoot-verify does the same.
check-tracker = Tracker
check-tracker-hint = 20 letters and digits from the receipt.
check-start = Check
check-file = Or a saved receipt (file ending in .tlog-proof)
check-kept = Receipts kept on this device
check-kept-about = Whoever uses this device can see that it was used to vote, not what was chosen.
check-kept-when = recorded { $when }
checking = Checking …
check-no-tracker = This is not a tracker: 20 letters and digits are needed.
check-no-receipt = This file is not a receipt.
check-unknown = The public record has no ballot with this tracker.
check-missing = The receipt is genuine, but the server does not find its ballot. Keep the file and tell the people who run this vote.
check-proven-heading = What this device has checked
check-proven-inclusion = The ballot is entry { $number } of the public record, in a tree of { $size } entries that the record’s key has signed.
check-proven-consistency = The public record has only grown since: its { $size } entries now contain all that were there then.
check-waiting = Waiting for witnesses
check-waiting-again = Check again later. If it stays so for a day, keep the receipt and tell the people who run this vote.
check-walked = { $count ->
    [one] No entry has followed this ballot yet: the list below is complete.
   *[other] It has gone through all { $count } entries from this ballot on: the list below is complete.
  }
check-walked-sealed = It has gone through all { $count } entries from this ballot to the sealing of the round: the list below is complete and final.
check-not-walked = Too many entries have followed to go through them here: the list below is what the server says. The program folkmoot-verify checks it with the whole record.
check-disagrees = The server’s own list for this code is different
check-disagrees-detail = What you see here is what the public record proves. Keep the receipt and tell the people who run this vote.
check-round = Vote
check-all-heading = All ballots of this code
verdict-missing = NOT LISTED
verdict-counts-detail = This ballot is the last one of its code.
verdict-replaced-detail = A later ballot of the same code counts in its place.
verdict-withdrawn-detail = The code of this ballot was withdrawn, so none of its ballots counts.
verdict-missing-detail = The public record holds this ballot, but the server does not list it. Keep the receipt and tell the people who run this vote.
verdict-open = Voting is still open: until it closes, you can replace this ballot by voting again.

audit-title = Check another phone
audit-second = If another device has revealed an encrypted ballot, paste its text here. This device then tells what it holds.
audit-paste = Revealed ballot
audit-run = Check it
audit-failed = This does not check out
audit-misread = This is not the whole text of a revealed ballot. Copy all of it from the other device and paste it again.
audit-no-ballot = What the other device encrypted is no ballot of this round. Do not vote on that device, and tell the people who run this vote.
audit-result = This is what the other device encrypted
audit-result-code = Check code:

elsewhere-title = Receipts of other cities
elsewhere-about = { $city } watches the public record of other cities and keeps a copy of it. A receipt file from one of them is checked here in the same way, without asking that city:
elsewhere-policy = Check under a policy of your own
elsewhere-policy-about = Without it the key of the record is the one under which { $city } watches it, and the witnesses are those that the round itself names. A tlog-policy from somebody you trust takes the place of both.
elsewhere-policy-text = Policy
elsewhere-policy-file = Or a policy file
elsewhere-policy-large = This file is too large for a policy.
abroad-unknown = A receipt of another city
abroad-unknown-detail = This receipt is from { $origin }. No copy of that record is kept here. Check it on that city’s own page, or in a city that watches it.
abroad-other-policy = The policy does not fit
abroad-other-policy-detail = The policy that you have given names no key of { $origin }, from where this receipt is.
abroad-behind = Not in the copy yet
abroad-behind-detail = This receipt is from { $origin }. The copy that { $city } keeps, last brought up to date { $visited }, does not reach to its ballot. Check again later.
abroad-unclear = NOT CERTAIN
abroad-unclear-detail = This ballot is the last one of its code, but a batch of codes was withdrawn whose keys the copy here lacks ({ $batches }). Whether this code is one of them cannot be seen here.
abroad-until = That is so as far as the copy goes, { $visited }; the round was not sealed yet.
abroad-record = Public record
abroad-proven-inclusion = The ballot is entry { $number } of that record, in a tree of { $size } entries that the record’s key has signed.
abroad-proven-signed = { $city } has signed that very tree as a witness, { $when }. The other city was not asked.
abroad-proven-consistency = The record has only grown since the receipt was made: the tree contains all that was there then.
abroad-not-compared = The receipt was made under a newer tree than this one. The ballot stands in both at the same place.
abroad-walked = { $count ->
    [one] No entry has followed this ballot in the copy: the list below is complete as far as the copy goes.
   *[other] It has gone through all { $count } entries from this ballot to the end of the copy: the list below is complete as far as the copy goes.
  }
abroad-not-walked = Too many entries have followed to go through them here. Each ballot listed below is proven; that there is no other one is what this city’s index says.
abroad-own-policy = By your own policy:
abroad-unproven-heading = What cannot be proven here
abroad-unproven-later = What the other city has recorded after { $visited }: a later ballot, or a withdrawal of the code.
abroad-unproven-definition = Which witnesses the round asks for: the copy lacks its definition.
abroad-unproven-name = What the vote is called: names and texts are not part of the record.
abroad-unproven-count = What is in the ballot, and that it was counted right. That is in the bundle of the result, which the program folkmoot-verify checks.
