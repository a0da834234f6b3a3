vote-title = Vote
vote-noscript = Casting a ballot here needs JavaScript, because the ballot is encrypted on your device. You can also vote on paper: the letter with your code says where.

step-choose = Choose
step-review = Review
step-code = Code
step-cast = Cast
not-cast = Not cast yet

# Finding the round
choose-round = Choose the round that your code is for.
no-open-round = No round is open for voting at the moment.
scanned-misread = The code in the link is not complete. Choose the round and type the code at the end.
scanned-unknown = The code in the link belongs to none of the open rounds.
words-foreign = This round has no text in this language. It is shown in another one:
single-key = One key, held by the server, opens the ballots of this round after voting has closed. You have to trust whoever runs the server not to read single ballots.
trustees = Nobody can read single ballots unless { $threshold } of these { $count } trustees put their keys together: { $names }. They open the ballots only after voting has closed and the ballots have been mixed, so that no ballot leads back to a code.
no-witness = Only the city itself watches the public record of this round. You have to trust it to show everybody the same record.
witnesses = Who watches: { $names }. Before this device encrypts your ballot, { $fewest ->
    [one] { $count ->
        [one] this witness
       *[other] at least one of these witnesses
      } must
   *[other] at least { $fewest } of these witnesses must
  } have signed the public record that holds the key of this round.
witnesses-missing = Witnesses have not signed yet
witnesses-missing-detail = This round asks for their signatures on the public record before anybody votes. You can choose already; your choices stay on this device. Before your ballot is encrypted, this device asks for the signatures again.
voting-closed = Voting is closed
voting-closed-detail = Voting closed { $when }.
voting-closed-early = It ended before the time that was announced.
round-link = About this round
voting-not-begun = Voting has not begun
voting-not-begun-detail = Voting opens { $when }. You can choose already; your choices stay on this device.
storage-off = This device keeps nothing: if the page is closed, your choices are lost.

# Choosing
choose-needs = Choose first. At the end you will need the code from your letter or card.
choose-order = The order is random, so that no project gains from its place. It stays the same on this device.
earlier-here = A ballot was cast from this device before
earlier-here-replace = You can vote again. A new ballot replaces the earlier one of the same code.
earlier-here-final = Each code can vote once in this round.
district-label = Your district
district-hint = It is printed on your letter or card.
district-none = – choose –
search-label = Search in this list
search-found = { $count } of { $total } shown
search-none = No project matches.
search-none-chosen = Nothing is chosen yet.
clear-contest = Clear this list
rules-blank = You may also leave this list empty: then you do not vote in it.
rules-approval = { $free ->
    [1] Choose as many as you like.
   *[other] { $min ->
        [1] Choose up to { $max }.
       *[other] Choose { $min } to { $max }.
      }
  }
rules-choice = Choose one.
rules-knapsack = { $free ->
    [1] Choose as many as you like, as long as they cost at most { $envelope } together.
   *[other] Choose up to { $max } that together cost at most { $envelope }.
  }
rules-points = Give up to { $total } points in all, at most { $each } to one and to at most { $max } of them.
rules-ranking = Rank up to { $max }, the best first.
rules-scores = Score up to { $max }, from { $low } to { $high }.
rules-questions = Answer each question.
option-rivals = At most one of this project and these can win: { $titles }
why-cost = Does not fit: it costs { $missing } more than is left.
why-full-approval = You have chosen { $max }, which is as many as possible. Take one away to choose this.
why-full-knapsack = You have chosen { $max }, which is as many as possible. Take one away to choose this.
why-full-points = All points or all places are given. Take some away to choose this.
why-full-ranking = You have ranked { $max }, which is as many as possible. Take one away to rank this.
why-full-scores = You have scored { $max }, which is as many as possible. Take one away to score this.
points-less = One point less for { $title }
points-more = One point more for { $title }
rank-heading = Your ranking
rank-empty = Nothing is ranked yet.
rank-add = Put in place { $place }
rank-add-label = Put in place { $place }: { $title }
rank-up = Move { $title } up
rank-down = Move { $title } down
rank-remove = Take { $title } out
rank-moved = { $title } is now in place { $place }.
rank-removed = { $title } is taken out.
score-none = – none –
bar-label = Your ballot
bar-lists = { $count } of { $total } lists filled in
bar-chosen = { $count } chosen
bar-left-money = { $amount } left
bar-left-choices = { $count } left
bar-left-points = { $count ->
    [one] 1 point left
   *[other] { $count } points left
  }
bar-review = Review and cast
error-too-few = { $contest }: choose at least { $min }, or clear the list.
error-too-many = { $contest }: choose at most { $max }.
error-points-too-few = { $contest }: give at least { $total } points, or clear the list.
error-points-too-many = { $contest }: too many points are given.
error-cost = { $contest }: your choices cost { $over } too much.
error-other = { $contest }: this choice is not possible.

# Review
review-heading = Your choices
review-next = Go on to the code
back-to-choices = Back to the choices
encrypting = Encrypting …
check-code-about = Your choices are now encrypted on this device. This check code belongs to exactly this encrypted ballot; you will see it again on the receipt.
seal-failed = Your ballot could not be encrypted
seal-opening = The public record does not hold the key that your ballot would be encrypted for. Do not vote here, and tell the people who run this vote.
seal-record = The public record could not be asked for the key of this round. Check the connection and try again.
seal-unwitnessed = The signatures of the witnesses that this round asks for are missing, so nothing is encrypted. Wait some minutes and try again; your choices stay on this device. If they are still missing then, tell the people who run this vote, or vote on paper.
seal-device = This device could not encrypt the ballot. Try again, or use another device.
pool-count = Ballots are counted however few there are.
pool-withhold = With fewer than { $min } voters this list is not counted, to protect their secrecy.
audit-heading = Check my phone
audit-about = If you wonder whether this device encrypts what you chose: reveal this encrypted ballot to a second device. What is revealed is never cast; a new encrypted ballot is made for you.
audit-reveal = Reveal this encrypted ballot
audit-spent = Revealed and spent
audit-compare = On the second device open { $address } and paste the text below. It must show your choices and this check code:
audit-text = Revealed ballot

# Code
code-heading = Your code
code-label = Code from your letter or card
code-hint = 20 letters and digits. Upper or lower case, spaces and dashes do not matter.
code-next = Check the code
code-checking = Checking …
code-privacy = The code itself is neither sent nor kept: a key made from it signs your ballot on this device.
code-empty = Type your code.
code-symbol = The code contains a character that codes never have. Codes are made of letters and digits only, without the letter U.
code-short = The code is too short: 20 letters and digits are needed.
code-long = The code is too long: 20 letters and digits are needed.
code-check = There is a typing error in the code: one letter or digit is wrong, or two are swapped.
code-unknown = The code is typed correctly, but it is not on the list of this round. It may be for another round.
code-void = This code has been withdrawn and can no longer vote. Ask at the help desk, with the serial number on your letter.
code-used = A ballot was cast with this code already, and in this round each code votes once.
code-district = This code belongs to another district
code-district-go = Show the lists of this district

# Casting
confirm-heading = Cast your ballot
confirm-earlier = Ballots cast with this code before
confirm-replaces = The ballot that you cast now replaces them.
cast = Cast my ballot
sending = Your ballot is on its way. Keep this page open …
send-again = Send the same ballot again
sequence-notice = Another ballot was cast with this code a moment ago, perhaps from another device. Look at it before you cast this one.
unanswered = It is not certain that your ballot is recorded
unanswered-reload = A ballot was sent from this device, but its receipt has not arrived. Sending it again is safe: the same ballot is recorded once only.
unanswered-again = This page also sends it again by itself.
unanswered-network = No answer came. Sending it again is safe: the same ballot is recorded once only.
unanswered-timeout = The answer takes too long. Sending it again is safe: the same ballot is recorded once only.
unanswered-server = The server is not able to answer now. Sending it again is safe: the same ballot is recorded once only.
unanswered-unproven = An answer came, but it does not prove that your ballot is in the public record. Send it again; if this stays so, tell the people who run this vote.
refused = Your ballot was not recorded
refused-kept = Your choices are kept on this device.
refused-device = This device could not make the encrypted ballot. Try again, or use another device.
refused-not-open = Voting is not open.
refused-ballot-late = It arrived after voting had closed.
refused-credential-unknown = The code is not on the list of this round.
refused-credential-void = The code has been withdrawn.
refused-revoting-off = A ballot was cast with this code already, and in this round each code votes once.
refused-too-soon = A ballot was cast with this code only seconds ago. Wait a little and try again.
refused-sequence = Another ballot was cast with this code before. Start again to see it.
refused-other = The server did not accept the encrypted ballot. Try again, or use another device.

# A receipt whose ballot the record has no more
loss-restored = The record had lost your ballot; it is recorded again
loss-restored-detail = This device kept your ballot and has sent it again, unchanged. Please tell the people who run this vote that it was missing.
loss-lost = A ballot is missing from the record, although this device has a receipt for it
loss-lost-detail = This device has sent the ballot again, but it was not accepted. Keep the receipt and tell the people who run this vote.

# Receipt
receipt-heading = Your ballot is cast and recorded
receipt-proven = This device has checked the proof that your ballot is in the public record.
receipt-place = Entry
receipt-place-number = No. { $number } of the public record
receipt-witnesses = Who has seen it
receipt-until = Can be replaced
receipt-until-close = Until voting closes, { $when }
receipt-until-never = No
receipt-save = Save the receipt
receipt-check = Check it
receipt-qr = QR code of the link that checks this ballot
receipt-qr-about = To check it from another device, scan this code or type the tracker.
receipt-keep = The receipt is also kept on this device. It shows that you voted, not what you voted for.
receipt-what = What you voted for
receipt-what-once = This is shown now only. It is not kept.
receipt-again = Vote again

# Finding one's way in a long list
filter-label = Show
filter-all = All
filter-chosen = Chosen
view-map = Map
view-list = List
map-label = Map of the projects
map-about = { $count ->
    [one] 1 project of this list is on the map.
   *[other] { $count } projects of this list are on the map.
  } Each number leads to its project.
compare-start = Compare two
compare-label = Compare this: { $title }
compare-one = Compare this
compare-hint = { $count ->
    [0] Choose two projects to see them side by side.
   *[other] Choose one more.
  }
compare-heading = Two projects side by side
compare-cost = Cost
compare-category = Category
compare-place = Place
compare-about = What it is

# A code by camera
scan-start = Scan the QR code
scan-stop = Stop the camera
scan-hint = Hold the code of your letter in front of the camera.
scan-failed = The camera cannot be used here. Type the code instead.
scan-other = This QR code is not the one of a letter.

# A device for everybody, at a polling place
kiosk-site = Voting place: { $site }
kiosk-idle = Are you still there?
kiosk-idle-detail = In { $seconds ->
    [one] 1 second
   *[other] { $seconds } seconds
  } everything is cleared for the next person.
kiosk-stay = I am still here
kiosk-clear = Clear everything
kiosk-done = Done
kiosk-keep = Take a picture of this page with your phone or write the tracker down: this device keeps nothing.
map-mark = No. { $number }: { $title }
picture-other = The server sent another picture than this round has. It is not shown.
picture-missing = The picture could not be fetched.
