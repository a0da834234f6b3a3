check-title = Check a ballot
check-noscript = Checking a receipt here needs JavaScript, because the proofs are computed on your device. The program folkmoot-verify does the same.
check-tracker = Tracker
check-tracker-hint = 20 letters and digits from the receipt.
check-start = Check
check-file = Or a saved receipt (file ending in .tlog-proof)
check-kept = Receipts kept on this device
check-kept-about = Whoever uses this device can see that it voted, not what it voted for.
check-kept-one = { $tracker }, recorded { $when }
checking = Checking …
check-no-tracker = This is not a tracker: 20 letters and digits are needed.
check-no-receipt = This file is not a receipt.
check-unknown = The public record has no ballot with this tracker.
check-missing = The receipt is genuine, but the server does not find its ballot. Keep the file and tell the people who run this vote.
check-proven-heading = What this device has checked
check-proven-inclusion = The ballot is entry { $number } of the public record, in a tree of { $size } entries that the record's key has signed.
check-proven-consistency = The public record has only grown since: its { $size } entries now contain all that were there then.
check-waiting = Waiting for witnesses
check-waiting-again = Check again later. If it stays so for a day, keep the receipt and tell the people who run this vote.
check-walked = { $count ->
    [one] No entry has followed this ballot yet: the list below is complete.
   *[other] It has gone through all { $count } entries from this ballot on: the list below is complete.
  }
check-walked-sealed = It has gone through all { $count } entries from this ballot to the sealing of the round: the list below is complete and final.
check-not-walked = Too many entries have followed to go through them here: the list below is what the server says. The program folkmoot-verify checks it with the whole record.
check-disagrees = The server's own list of this code is another one
check-disagrees-detail = What you see here is what the public record proves. Keep the receipt and tell the people who run this vote.
check-round = Vote
check-all-heading = All ballots of this code
verdict-missing = NOT LISTED
verdict-counts-detail = This ballot is the last one of its code.
verdict-replaced-detail = A later ballot of the same code counts in its place.
verdict-withdrawn-detail = The code of this ballot was withdrawn, so none of its ballots counts.
verdict-missing-detail = The public record holds this ballot, but the server does not list it. Keep the receipt and tell the people who run this vote.
verdict-open = Voting is still open: it can be replaced until the close.

audit-title = Check another phone
audit-second = If another device has revealed an encrypted ballot, paste its text here. This device then tells what it holds.
audit-paste = Revealed ballot
audit-run = Check it
audit-failed = This does not check out
audit-result = This is what the other device encrypted
audit-result-code = Check code:
