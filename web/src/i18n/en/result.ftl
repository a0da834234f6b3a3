# Why projects won or lost (server/pages/reason.c, web/src/pages/result/reasons.ts)
result-funded = Funded
result-not-funded = Not funded
result-project = Project
result-project-cost = Cost
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
why-fits = { $left } were left when its turn came.
why-misfit = { $left } were left when its turn came: { $lack } too little.
why-nothing-left = Nothing was left when its turn came.
why-below-threshold = { $missing ->
    [one] 1 is
   *[other] { $missing } are
  } missing to the { $threshold } that are needed.
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
