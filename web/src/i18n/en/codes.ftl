codes-title = Voter codes
codes-noscript = Codes are made on your computer, and the server never sees them. This needs JavaScript.
codes-sign-in-other = Sign in again in another window
codes-clerks-only = Only clerks make and void codes. You see what there is.
codes-no-draft = The facilitator has not written the round yet. Codes can be made as soon as it has districts.
codes-sign-list = The list of codes is signed before the round opens
codes-sign-list-detail = When all batches are here, the registrar and a clerk sign the list. Until the round is open, batches can be added and taken out; after that single codes are found and voided here.

# Batches
codes-batches = Batches so far
codes-batches-more = Show more ({ $count } left)
codes-no-batches = This round has no codes yet.
codes-total = { $codes ->
    [one] One code
   *[other] { $codes } codes
  } in { $batches ->
    [one] one batch
   *[other] { $batches } batches
  }{ $void ->
    [0] .
   *[other] , { $void } of them void.
  }
codes-codes = { $count ->
    [one] code
   *[other] codes
  }
codes-purpose = Purpose
codes-purpose-letter = Letters
codes-purpose-letter-hint = One sheet for each voter, by post.
codes-purpose-card = Cards
codes-purpose-card-hint = 24 on a page, to cut and hand out.
codes-purpose-walk-in = Walk-in desk
codes-purpose-walk-in-hint = For people who come without a letter.
codes-purpose-spare = Spare
codes-purpose-spare-hint = Kept closed, to replace codes that are voided.
codes-district = District
codes-site = Site
codes-void = Void
codes-batch = Batch
codes-remove = Take out { $batch }
codes-remove-ask = Take this batch out?
codes-remove-detail = { $count ->
    [one] Its code
   *[other] Its { $count } codes
  } will not be valid in this round, printed or not. The batch can be made anew with other codes.
codes-remove-go = Take it out

# A new batch
codes-new = New batch
codes-step-form = Plan
codes-step-make = Make
codes-step-save = Print and save
codes-step-done = In force
codes-about = Codes are made in this window, on this computer. The server gets only their public keys, never the codes.
codes-count = Number of codes
codes-count-hint = At most { $max } in one batch.
codes-small = Fewer than 50 codes say a lot about who has voted. Make a larger batch if you can.
codes-choose = Choose
codes-site-hint = Optional: where these codes are handed out, e.g. north-library. Small letters, digits and dashes.
codes-name = Name of the batch
codes-name-hint = Small letters, digits and dashes. It stands in the public record.
codes-make = Make the codes
codes-error-count = Type a number from 1 to { $max }.
codes-error-district = Choose the district whose ballot these codes get.
codes-error-site = Use small letters, digits and dashes for the site, at most 32.
codes-error-name = Use small letters, digits and dashes for the name, at most 32.
codes-error-taken = There is a batch { $batch } already. Choose another name.
codes-error-batches = The round has as many batches as it can have.
codes-making = Making codes on this computer
codes-made = { $made } of { $count }
codes-percent = { $percent } percent
codes-cancel = Cancel
codes-make-failed = The codes could not be made in this browser. Nothing was sent. Try again, or use another browser.
codes-sending = Sending the public keys
codes-sent = { $percent }%
codes-interrupted = The line was lost
codes-interrupted-detail = Your codes are still here, in this window only. Do not close it; go on when there is a connection. What has arrived is not sent again.
codes-go-on = Go on
codes-drop = Throw these codes away
codes-drop-ask = Throw these codes away? Whatever has been printed of them will not be valid.

# Print and save
codes-unsaved = Not in force yet, and only in this window
codes-unsaved-detail = { $count ->
    [one] One code is
   *[other] { $count } codes are
  } in the memory of this window and nowhere else. Print or save now: if this window closes, they are lost.
codes-again = Some codes had to be made anew because their serial was taken. What you printed or saved before is not valid: print or save again.
codes-not-in-force = The batch is not in force
codes-print-letter = Letters
codes-print-letter-about = One A4 sheet for each code, in all languages of the round.
codes-print-letter-go = Print letters
codes-print-card = Cards
codes-print-card-about = 24 on an A4 page, with marks to cut along. Print at 100 %, without margins of the printer.
codes-print-card-go = Print cards
codes-portion = Codes to print
codes-range = { $from } to { $to }
codes-preparing = Preparing …
codes-list = List of serials and codes
codes-list-about = A plain file (CSV) for your own printing. Whoever has it can vote in all these names: keep it locked up, and destroy it afterwards.
codes-list-go = Save the list
codes-separator = Separator
codes-separator-semicolon = Semicolon ;
codes-separator-comma = Comma ,
codes-separator-tab = Tab
codes-mailing = Mailing list
codes-mailing-about = Puts a code to each row of your file of residents, for a mail merge. The file is read on this computer and sent nowhere.
codes-roll = File of residents (CSV, UTF-8)
codes-roll-encoding = The file is not UTF-8. Save it as “CSV UTF-8” and choose it again.
codes-roll-quote = Line { $line }: a quotation mark is not closed.
codes-roll-width = Line { $line } has another number of columns than the first line.
codes-roll-empty = The file needs a first line with the names of the columns, and at least one row.
codes-roll-unreadable = The file could not be read.
codes-roll-no-rows = No row fits.
codes-roll-too-many = { $rows } rows need codes, but the batch has { $codes }. Pick fewer rows or make a larger batch.
codes-roll-read = { $rows ->
    [one] One row
   *[other] { $rows } rows
  } in { $columns } columns, separated by: { $separator }
codes-roll-enough = { $rows } of { $codes } codes are used.
codes-only = Rows
codes-only-all = All rows
codes-only-where = Only some, by { $column }
codes-only-is = { $column } is
codes-columns = Columns of the mailing list
codes-column = Column { $number }
codes-preview = First rows, codes hidden
codes-mailing-go = Save the mailing list
codes-outputs-none = Nothing has been printed or saved yet.
codes-outputs = So far: { $outputs }.
codes-output-letter = letters
codes-output-card = cards
codes-output-mailing = mailing list
codes-output-list = list
codes-confirm = I have printed or saved all codes of this batch, and looked at the result.
codes-commit = Put the batch in force and wipe the codes
codes-committing = Putting it in force …
codes-error-nothing-saved = Print or save the codes first.
codes-error-unconfirmed = Confirm that you have printed or saved all codes.
codes-done = The batch is in force
codes-done-detail = { $count ->
    [one] One code of batch { $batch } is
   *[other] { $count } codes of batch { $batch } are
  } on the list of the round, and wiped from this window. Nobody can show them again.
codes-another = Make another batch

# Single codes
codes-find = Find a code by its serial
codes-find-about = The serial stands on the sheet, the card and the mailing list. Never ask anybody for the code itself.
codes-serial = Serial
codes-find-go = Find
codes-error-serial = A serial has 9 letters and digits, such as 7Q2M-VX0KZ. One of them is missing or mistyped.
codes-found = Code with serial { $serial }
codes-status-void = Void
codes-status-voted = Has voted
codes-status-unused = Has not voted
codes-ballots = Ballots
codes-ballots-last = { $count ->
    [one] one, { $when }
   *[other] { $count }, the last { $when }
  }
codes-void-when = { $when }: { $reason }
codes-void-one = Void this code
codes-void-voted = This code has voted. Voiding it withdraws the ballot, and two clerks must sign.
codes-void-unused = This code has not voted. One clerk must sign.
codes-reason = Reason, for the public record
codes-reason-lost = Lost
codes-reason-stolen = Stolen
codes-reason-moved = Moved away
codes-reason-deceased = Deceased
codes-reason-wrong-person = Issued to the wrong person
codes-reason-paper-vote = Votes on paper
codes-reason-duplicate = Issued twice
codes-reason-other = Other
codes-propose-void = Propose to void it
codes-reissue = Give out another code instead
codes-reissue-about = Take a sheet from a spare or walk-in batch of the same district. The record names that batch and the serial that was voided, never the new code.
codes-reissue-none = There is no spare or walk-in batch for this district.
codes-propose-issue = Propose to reissue
codes-lost-batch = A lost batch
codes-void-batch = Void a whole batch
codes-void-batch-about = All its codes become void, those that have voted too. If one of them has voted, two clerks must sign.
codes-propose-batch-void = Propose to void the batch
codes-error-reason = Choose a reason.
codes-error-batch = Choose a batch.
codes-proposed = Proposed. It takes effect when it is signed, below.

# Acts
codes-acts = Acts about codes
codes-no-acts = Nothing has been proposed.
codes-acts-reload = Look again
codes-acts-waiting = Waiting for signatures
codes-acts-over = Dealt with
codes-acts-older = Show older ones

# What the server refused
codes-refused-conflict = The round has a batch of this name already, or parts of this one are missing.
codes-refused-credential-list = The server does not accept these keys: see that the district still exists, then make the batch anew.
codes-refused-credential-unknown = No code of this round has this serial.
codes-refused-forbidden = Your role does not allow this.
codes-refused-not-signed-in = You are no longer signed in.
codes-refused-round-state = The round is in a state in which this is not possible.
codes-refused-serial-clash = Some serials are taken.
