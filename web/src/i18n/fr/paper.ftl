# On ballot papers: a paper says it in every language of its round
paper-rehearsal = RÉPÉTITION – rien ici ne compte
paper-how-approval = Cochez d’une croix au moins { $min } et au plus { $max }.
paper-how-choice = Cochez-en un d’une croix.
paper-how-knapsack = Cochez d’une croix au plus { $max } ; ensemble ils peuvent coûter { $envelope }.
paper-how-points = Écrivez des points : { $total } en tout, au plus { $each } pour un, pour au plus { $max } d’entre eux.
paper-how-ranking = Écrivez les places : 1 pour le meilleur, puis 2, etc., au plus { $max }.
paper-how-scores = Écrivez des notes de { $low } à { $high } pour au plus { $max }.
paper-how-questions = Cochez d’une croix une réponse à chaque question.
paper-yes = Oui
paper-no = Non
paper-abstain = Abstention
paper-blank = Une liste peut rester vide.
paper-unsigned = Ne signez pas et n’écrivez rien d’autre : sinon le bulletin est nul.
