# The desk during the vote
watch-title = Watch
watch-noscript = Watching a vote needs JavaScript.
watch-as-of = As of { $when }.
watch-stale = This is not the newest
watch-not-open = The round has not been opened: there is no turnout yet.

watch-attention = What needs attention
watch-attention-count = { $count ->
    [0] Nothing needs attention now.
    [one] One thing needs attention.
   *[other] { $count } things need attention.
  }
alert-level-ok = In order
alert-level-unknown = Not known
alert-level-warning = Look at this
alert-level-critical = Urgent
alert-witnesses = Witnesses
alert-witnesses-none = This city’s record has no witnesses.
alert-witnesses-fine = All witnesses have signed the record lately.
alert-witness-never = { $name } has not signed the newest record yet.
alert-witness-late = { $name } signed last { $when }.
alert-unwitnessed = Entries since { $when } have too few witnesses.
alert-witnesses-do = Voting goes on. Ask the people of the witness whether their server runs and can reach this one; without witnesses the count cannot begin.
alert-trustees = Trustees
alert-trustees-none = Nobody is waited for.
alert-trustees-wait = { $step }: { $needed } of { $names } waited for, since { $when }.
alert-trustees-wait-elsewhere = In another round, { $step }: { $needed } of { $names } waited for, since { $when }.
alert-step-commit = Beginning the key
alert-step-join = Joining the key
alert-step-message = Making the key
alert-step-signature = Confirming the key
alert-step-acknowledgement = Acknowledging the opening
alert-step-mix = Mixing
alert-step-share = Opening the ballots
alert-trustees-do = Call them: the program on their computer says what it waits for.
alert-clock = Clocks
alert-clock-database = { $seconds ->
    [one] The clocks of server and database differ by 1 second.
   *[other] The clocks of server and database differ by { $seconds } seconds.
  }
alert-clock-witness = { $seconds ->
    [one] The witness that signed last differs by 1 second.
   *[other] The witness that signed last differs by { $seconds } seconds.
  }
alert-clock-do = The server’s clock decides when voting ends. Ask the operator whether the machines set their clocks by NTP.
alert-disk = Disks
alert-disk-data = Data folder: { $percent }% free.
alert-disk-data-unknown = Data folder: not known.
alert-disk-database = Database: { $percent }% free.
alert-disk-database-unknown = Database: free space not known.
alert-disk-do = A full disk stops the vote. Ask the operator to make room, or to say where the database is (option database_folder).
alert-backup = Backup
alert-backup-unknown = The server has not been told when backups are made.
alert-backup-never = No backup has been made yet.
alert-backup-last = Last made { $when }.
alert-backup-do = Ask the operator to look at the backup, or to tell the server about it (option backup_marker).
alert-sequencer = Public record
alert-sequencer-fine = Ballots and acts are being recorded.
alert-sequencer-stopped = Nothing has been recorded since { $when }. Voters are told to try again, and lose nothing.
alert-sequencer-do = Call the operator now. The server goes on by itself when what it says is mended.

watch-turnout = Turnout
watch-rounded = Rounded numbers
watch-rounded-detail = Your role sees tens, as of { $when }, so that no single vote shows.
watch-voters = Voters
watch-ballots = Ballots
watch-listed = Codes
watch-withdrawn = Withdrawn
watch-share = { $percent }% of { $listed } codes
watch-ballots-about = with those that a later one replaced
watch-withdrawn-about = voters whose code was withdrawn
watch-percent = { $percent }%
watch-part = Where
watch-hours = By hour
watch-hours-none = Nobody has voted yet.
watch-hours-again = Voted again
watch-hours-alt = { $count ->
    [one] One column
   *[other] { $count } columns
  }; the highest is { $name } with { $voters } voters. The table below has all numbers.
watch-hour = Time
watch-table = Numbers as a table
watch-channels = By how codes were handed out
watch-channel-letter = Letters
watch-channel-card = Cards
watch-channel-walk-in = At the desk
watch-channel-spare = Spare codes
watch-sites = By site
watch-no-site = No site
watch-districts = By district

watch-visits = How far people come
watch-visits-about = Visits of the voting page, as sums of days. Nobody is followed: a visit says that it came to a step, and nothing else. Devices at polling places do not count.
watch-visits-rounded = Your role sees days that are over, in tens.
watch-visits-none = No visit has been counted yet.
watch-visits-day = Day
watch-visits-all = All days
watch-visits-count = Visits
watch-visits-kept = Of the step before
watch-step = Step
watch-step-opened = Opened the ballot
watch-step-chosen = Chose something
watch-step-reviewed = Reviewed it
watch-step-code = Typed a code
watch-step-cast = Cast the ballot

watch-incidents = Extensions and incidents
watch-incidents-about = Both are public at once, with a reason from a list and no names.
watch-incidents-public = As everybody sees them
watch-incidents-clerks = Clerks of this round propose and sign them.
watch-extend = Extend voting
watch-note = Note an incident
watch-note-about = It changes nothing, and says in public that something happened.
watch-note-go = Propose the note
