# On ballot papers: a paper says it in every language of its round
paper-rehearsal = REHEARSAL – nothing here counts
paper-how-approval = Mark at least { $min } and at most { $max } with a cross.
paper-how-choice = Mark one with a cross.
paper-how-knapsack = Mark at most { $max } with a cross; together they may cost { $envelope }.
paper-how-points = Write points: { $total } in all, at most { $each } for one, for at most { $max } of them.
paper-how-ranking = Write places: 1 for the best, then 2, and so on, at most { $max }.
paper-how-scores = Write grades from { $low } to { $high } for at most { $max }.
paper-how-questions = Mark one answer to each question with a cross.
paper-yes = Yes
paper-no = No
paper-abstain = Abstain
paper-blank = A list may be left empty.
paper-unsigned = Do not sign and do not write anything else: else the paper is invalid.
