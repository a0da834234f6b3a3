# Pages that the server writes
site-description = Public votes on public money, with a record that anyone can check.
opens = Voting opens { $when }.
opened = Voting opened { $when }.
closed = Voting closed { $when }.
turnout-ballots = { $ballots ->
    [one] 1 ballot
   *[other] { $ballots } ballots
  } were cast, later ones in place of earlier ones included.
list-envelope = { $count ->
    [one] 1 project
   *[other] { $count } projects
  } for { $amount }
list-how-to-vote = How to vote
list-how-counted = How it is counted
list-districts = Who votes on which list
list-rivals = Only one of these can win: { $titles }.
option-category = Category: { $category }
option-place = Place: { $place }
option-link = More about it
revoting-yes = You can vote again until the close; the last ballot counts.
revoting-no = Each code can vote once.
rule-greedy-votes = The project with the most votes is funded first, then the next, as long as the money lasts.
rule-greedy-points = The project with the most points is funded first, then the next, as long as the money lasts.
rule-greedy-borda = Places on the rankings give points, a first place the most. The project with the most points is funded first, then the next, as long as the money lasts.
rule-per-cost = Projects are compared by their score for each unit of cost.
rule-skip = A project that costs more than is left is passed over.
rule-stop = Counting ends at the first project that costs more than is left.
rule-threshold = A project with a score below { $threshold } is not funded.
rule-draw = Ties are settled by a draw that nobody can foresee.
rule-lex = Ties are settled by the projects’ identifiers, in alphabetical order.
rule-equal-shares = Equal shares: each voter has the same part of the money, and the supporters of a project pay for it together.
rule-phragmen = Phragmén’s method: money comes in evenly to all voters, and a project is funded as soon as its supporters can pay for it.
rule-motion = Each question is decided by itself.
rule-majority = It passes if more people say yes than no.
rule-half-cast = It passes if more than half of those who answer it say yes. An abstention weighs like a no.
rule-half-entitled = It passes if more than half of all who can vote say yes.
rule-part-yes-no = It passes if, of those who say yes or no, at least { $majority } say yes, and more say yes than no.
rule-part-cast = It passes if at least { $majority } of those who answer it say yes, and more say yes than no. An abstention weighs like a no.
rule-part-entitled = It passes if at least { $majority } of all who can vote say yes, and more say yes than no.
rule-quorum = At least { $quorum } of all who can vote must answer it, abstentions included.
result-of-envelope = of { $amount }
result-entitled = { $count ->
    [one] 1 person could vote.
   *[other] { $count } people could vote.
  }
result-voters = { $voters ->
    [one] 1 person voted on this list
   *[other] { $voters } people voted on this list
  }; { $blank ->
    [0] nobody
    [one] 1 of them
   *[other] { $blank } of them
  } left it blank.
result-invalid = { $count ->
    [one] 1 ballot was invalid.
   *[other] { $count } ballots were invalid.
  }
home-hero = { $city } decides together
home-lead = The people of { $city } vote here on how public money is spent. Every ballot is encrypted on the voter’s own device; each vote says who can open the ballots, and when. Anyone can check that every ballot was counted.
home-vote = Vote now
home-open = Open now
home-soon = Soon
home-counting = Being counted
home-decided = Decided
home-annulled = Annulled
home-see = See the projects and vote
home-how = How it works
way-choose = Choose
way-choose-about = Look at the projects and pick the ones you want. You need no account, and you can change your mind as often as you like.
way-cast = Cast
way-cast-about = Type the code from your letter. Your ballot is encrypted on your own device before it leaves it.
way-check = Check
way-check-about = You get a receipt. It shows that your ballot is in the public record, and anyone may count the record again.
state-soon = Opens soon
fact-money = What there is to spend
fact-voters = Who may vote
fact-secrecy = Secrecy
fact-paper = Voting on paper
fact-help = Help
fact-dates = Dates
dates-grace-minutes = A ballot on its way at the close is still taken for { $count ->
    [one] 1 minute
   *[other] { $count } minutes
  }, whoever sent it.
dates-grace-hours = A ballot on its way at the close is still taken for { $count ->
    [one] 1 hour
   *[other] { $count } hours
  }, whoever sent it.
dates-objection-minutes = Once voting is over, no ballot is opened for { $count ->
    [one] 1 minute
   *[other] { $count } minutes
  }: that is the time for objections.
dates-objection-hours = Once voting is over, no ballot is opened for { $count ->
    [one] 1 hour
   *[other] { $count } hours
  }: that is the time for objections.
voters-otherwise = { $count ->
    [one] Whoever has a code: 1 has been given out.
   *[other] Whoever has a code: { $count } have been given out.
  }
secrecy-single = Ballots are encrypted on your device. This round has no trustees: after voting has closed, one key, held by the server, opens the ballots. You have to trust whoever runs the server not to read single ballots.
secrecy-trustees = Ballots are encrypted on your device and mixed before they are opened. { $needed } of { $count } trustees must act together to open them: { $names }.
paper-otherwise = The letter with your code says where.
help-otherwise = Ask at the place that your letter names.
round-calendar = Put opening and close into my calendar
rehearsal-of = Rehearsal: { $title }
calendar-open = Voting opens: { $title }
calendar-close = Voting closes: { $title }
map-heading = Where the projects are
example-skip = For example, with { $all } to spend: the first project costs { $first } and is funded, which leaves { $left }. The next costs { $second }, more than is left, and is passed over. The one after it costs { $third } and is funded.
example-stop = For example, with { $all } to spend: the first project costs { $first } and is funded, which leaves { $left }. The next costs { $second }, more than is left, and with it the counting ends.
example-per-cost = For example, a project of { $third } with 30 votes comes before one of { $first } with 50: it has more votes for each unit of money.
example-equal-shares = For example, 10 voters share { $all }, so each has { $each }. The 6 who want a project of { $first } pay { $each } each for it. The other 4 still have theirs, and together they can pay for a project of { $left }: both groups get something.
example-phragmen = For example, with 10 voters: a project of { $first } with 6 supporters and one of { $left } with 4 supporters are both funded at the moment when everybody has collected { $each }.
example-majority = For example, with 50 yes, 40 no and 30 abstentions it passes.
example-cast = For example, of 100 people who answer, at least { $needed } must say yes.
example-entitled = For example, of 100 people who can vote, at least { $needed } must say yes.
example-yes-no = For example, of 100 people who say yes or no, at least { $needed } must say yes.
round-look = Look at the ballot
option-choose = Choose No. { $number } on the ballot
