# Frame of every page
site-skip = Skip to the content
site-navigation = Site
site-languages = Languages
site-rounds = Rounds
site-check = Check a ballot
site-staff = For staff
site-desks = Staff
site-footer = Folkmoot is free software (AGPL‑3.0‑or‑later). The public record can be checked by anyone.
site-acts = Acts of staff

loading = Loading …
load-failed = This could not be loaded
try-again = Try again
back = Back
closes = Voting closes { $when }.
rehearsal = Rehearsal: nothing here counts
steps-label = Steps
steps-done = (done)
close-dialog = Close
error-summary-title = There is a problem
option-number = No. { $number }
option-more = More about { $title }

# What went wrong while loading or checking
failure-network = No answer came. Check the connection and try again.
failure-server = The server could not answer. Try again in a moment.
failure-not-found = There is no such round.
failure-not-open = This round is not open for voting.
failure-check = What the server sent does not pass the checks. Do not rely on it, and tell the people who run this vote.
failure-log-key = The server shows another key for the public record than it did before on this device. Do not go on, and tell the people who run this vote.

# Ballots in the record
check-code-heading = Check code
receipt-when = Recorded
receipt-tracker = Tracker
lines-serial = Code with serial number { $serial }
lines-none = No ballot has been cast with this code.
lines-void = This code was withdrawn { $when }.
void-lost = Reason: lost.
void-stolen = Reason: stolen.
void-moved = Reason: moved away.
void-deceased = Reason: deceased.
void-wrong-person = Reason: issued to the wrong person.
void-paper-vote = Reason: voted on paper.
void-duplicate = Reason: issued twice.
void-other = Reason: other.
verdict-counts = COUNTS
verdict-replaced = REPLACED
verdict-withdrawn = WITHDRAWN
witnesses-nobody = Only the city itself watches this record. You have to trust it to show everybody the same one.
witnesses-waiting = The witnesses have not signed the public record with this ballot yet. They do so every few minutes.
witnesses-seen = The public record with this ballot was signed by { $names }, last { $when }. Nobody can be shown another record without their help.

# What was chosen
picked-blank = Nothing chosen: no vote in this list.
picked-cost = Total
picked-left-money = You could still spend { $amount }.
picked-left-choices = { $count ->
    [one] You could choose one more.
   *[other] You could choose { $count } more.
  }
picked-left-points = { $count ->
    [one] You could give one more point.
   *[other] You could give { $count } more points.
  }
points-given = { $points ->
    [one] 1 point
   *[other] { $points } points
  }
rank-place = Place { $place }
score-given = Score { $score }
answer-none = No answer
answer-yes = Yes
answer-no = No
answer-abstain = Abstain
