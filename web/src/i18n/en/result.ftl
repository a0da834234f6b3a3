# Why projects won or lost (server/pages/reason.c)
result-funded = Funded
result-not-funded = Not funded
result-project = Project
result-bar-funded = The bar is the whole budget: what was spent before, then this project.
result-bar-not-funded = The bar is the cost: how much of it there was.
start-endowment = Each voter has { $amount } to begin with.
start-added = { $amount } of it is added for everybody, so that more of the budget is spent.
start-overspent = With { $more } more each, the projects would cost { $cost } in all, which is more than there is.
start-comparison = { $scores ->
    [one] 1 voter prefers
   *[other] { $scores } voters prefer
  } what the scores alone would fund, { $shares ->
    [one] 1 prefers
   *[other] { $shares } prefer
  } what equal shares funds.
start-by-score = So it goes by the scores alone.
start-by-shares = So it stays with equal shares.
why-fits = { $left } was left when its turn came.
why-misfit = { $left } was left when its turn came: { $lack } too little.
why-nothing-left = Nothing was left when its turn came.
why-below-threshold = It is { $missing } short of the { $threshold } that are needed.
why-conflict = { $title } excludes it and was funded before.
why-stopped = The count had ended before its turn, at a project that did not fit.
why-paid = { $voters ->
    [one] 1 voter pays
   *[other] { $voters } voters pay
  } for it, at most { $amount } each.
why-emptied = { $voters ->
    [one] 1 of them has
   *[other] { $voters } of them have
  } nothing left.
why-unaffordable = Its supporters together have { $left } left: { $lack } too little.
why-unsupported = Nobody supports it.
why-unsupported-fits = Nobody supports it, but everything else has had its turn, and it fits.
why-rest = The rest of the money goes by score; it has { $score }.
why-shared = { $voters ->
    [one] 1 voter pays
   *[other] { $voters } voters pay
  } for it together.
why-load = Its supporters have now paid { $amount } each in all.
why-load-too-late = The count had ended before its turn, when its supporters would have paid { $amount } each in all.
# What would have changed it
margin-votes = { $more ->
    [one] 1 more vote
   *[other] { $more } more votes
  } would have won it.
margin-points = { $more ->
    [one] 1 more point
   *[other] { $more } more points
  } would have won it.
margin-voters = { $more ->
    [one] 1 more voter
   *[other] { $more } more voters
  } for it alone would have won it.
margin-voters-turn = { $more } more voters for it alone would have won it, { $less } not.
margin-cost = It would have won at a cost of at most { $cost }.
margin-cost-turn = It would have won at a cost of { $cost }, at a little more not.
margin-in = Without it these would have won: { $titles }.
margin-out = Without it these would not have won: { $titles }.
# What the pictures and comparisons beside the result say
figure-votes = { $votes ->
    [one] 1 vote
   *[other] { $votes } votes
  }
figure-score = Score { $score }
margin-yes = { $more ->
    [one] 1 more yes
   *[other] { $more } more times yes
  } would have passed it.
result-served = { $served } of { $voters } voters ({ $percent }%) get at least one project that they voted for.
purses-about = The picture under it shows who pays. Each column is a group of voters: as wide as they are many, as high as what each had to begin with. The strong colour is what they pay for this project, the faint one what they have left; what is empty was spent before.
rules-heading = The same ballots under other rules
rules-about = Only the rule of this vote decides. This is what others would have made of the same ballots.
rules-own = the rule of this vote
rules-outcome = { $projects ->
    [one] 1 project
   *[other] { $projects } projects
  } for { $cost }. { $served } of { $voters } voters ({ $percent }%) get at least one that they voted for.
rules-same = All of these rules fund the same projects.
rule-name-votes = Most votes first
rule-name-points = Most points first
rule-name-borda = Highest places first
rule-name-per-cost = Most support for each unit of cost first
rule-name-equal-shares = Equal shares, the rest by votes
rule-name-phragmen = Phragmén’s method
turnout-heading = Turnout
turnout-codes = { $voters } of { $listed } have voted ({ $percent }%).
purpose-letter = Codes sent by letter
purpose-card = Codes on cards
purpose-walk-in = Codes handed out at the desk
purpose-spare = Spare codes
chart-votes = Votes for each project
chart-answers = Answers to each question
chart-turnout = Voters on each day
chart-alt = { $title }: a chart. The page says the same in words.
chart-svg = Save as SVG
chart-embed = Embed or cite
chart-embed-code = To show this chart on another page, put this there:
chart-cite = To cite it:
verify-heading = Do not believe it: check it
verify-holds = The signed bundle holds every ballot as it was cast, still encrypted, with every proof and signature.
verify-run = Download it and run folkmoot-verify on a computer of your own: it checks all of that, mixing and opening included, and counts again.
verify-sure = If every check passes, this result follows from the public record, whoever ran the servers.
data-about = These addresses stay as they are, and pages of other hosts may read them.
data-result = the result with every step of the count
data-views = other rules, who paid what, turnout by day
data-verification = what the verifier said of the bundle before its publication
data-explanation = what would have changed the result
data-projects = a table of all projects
data-ballots = the decrypted ballots of one list
data-sums = check sums of all files of the bundle
data-signature = a clerk’s signature over them
data-certificate = the certificate, to print
rule-differs-skip = passing over what does not fit
rule-differs-stop = stopping at the first that does not fit
rule-differs-threshold = only with { $votes } votes or more
rule-differs-none = without spending the rest
rule-differs-utilitarian = the rest by votes
rule-differs-add1 = with shares raised step by step
rule-differs-add1u = with shares raised step by step, then the rest by votes
