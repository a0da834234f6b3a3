# The page of an assembly, and cards of rounds and assemblies
trail = Where this belongs
assembly-lead = Here { $assembly } decides what public money is spent on. Look at what is proposed, vote with the code that you were given, and see what was decided.
assembly-description = What { $assembly } can vote on now, and what it has decided so far.
assembly-none = Nothing has been put to the vote in { $assembly } yet
assembly-none-more = As soon as there is a vote, it stands here: the projects, the money, the dates, and who may take part.
assembly-none-elsewhere = What else { $city } decides
assembly-below = Within { $assembly }
home-assemblies = Where decisions are made
assembly-open = { $count ->
    [one] 1 open now
   *[other] { $count } open now
  }
assembly-soon = { $count ->
    [one] 1 opens soon
   *[other] { $count } open soon
  }
assembly-counting = { $count ->
    [one] 1 being counted
   *[other] { $count } being counted
  }
assembly-decided = { $count ->
    [one] 1 decided
   *[other] { $count } decided
  }
assembly-quiet = Nothing has been put to the vote yet.
assembly-acts = What staff have done here
acts-filter-assembly = Assembly
so-far-votes = { $count ->
    [one] vote decided
   *[other] votes decided
  }
so-far-money = given to projects
so-far-projects = { $count ->
    [one] project funded
   *[other] projects funded
  }
so-far-questions = { $count ->
    [one] question passed
   *[other] questions passed
  }
so-far-voters = took part: { $voters } of { $listed }
so-far-percent = { $percent } %
card-questions = { $count ->
    [one] 1 question
   *[other] { $count } questions
  }
card-funded = { $count ->
    [0] No project was funded.
    [one] 1 project is funded, with { $amount }:
   *[other] { $count } projects are funded, with { $amount }:
  }
card-passed = { $count ->
    [0] No question passed.
    [one] 1 question passed:
   *[other] { $count } questions passed:
  }
card-more = { $count ->
    [one] and 1 more
   *[other] and { $count } more
  }
