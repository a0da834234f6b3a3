result-funded = Financés
result-not-funded = Non financés
result-project = Projet
result-project-cost = Coût
result-bar-funded = La barre représente tout le budget : ce qui était déjà dépensé, puis ce projet.
result-bar-not-funded = La barre représente le coût : la part qu’il y avait pour le payer.
start-endowment = Chaque votant commence avec { $amount }.
start-added = Sur cette somme, { $amount } sont ajoutés pour tous, afin de dépenser davantage du budget.
start-overspent = Avec { $more } de plus pour chacun, les projets coûteraient { $cost } au total, plus qu’il n’y a.
start-comparison = { $scores ->
    [one] { $scores } votant préfère
   *[other] { $scores } votants préfèrent
  } ce que financeraient les scores seuls, { $shares ->
    [one] { $shares } préfère
   *[other] { $shares } préfèrent
  } ce que financent les parts égales.
start-by-score = Ce sont donc les scores seuls qui décident.
start-by-shares = On en reste donc aux parts égales.
why-fits = Il restait { $left } quand son tour est venu.
why-misfit = Il restait { $left } quand son tour est venu : il manquait { $lack }.
why-nothing-left = Il ne restait rien quand son tour est venu.
why-below-threshold = Il manque { $missing } pour atteindre les { $threshold } nécessaires.
why-conflict = { $title }, financé avant lui, l’exclut.
why-stopped = Le décompte s’était arrêté avant son tour, à un projet qui ne tenait pas.
why-paid = { $voters ->
    [one] { $voters } votant le paie
   *[other] { $voters } votants le paient
  }, chacun { $amount } au plus.
why-emptied = { $voters ->
    [one] { $voters } d’entre eux n’a
   *[other] { $voters } d’entre eux n’ont
  } plus rien.
why-unaffordable = Ceux qui le soutiennent ont encore { $left } ensemble : il manque { $lack }.
why-unsupported = Personne ne le soutient.
why-unsupported-fits = Personne ne le soutient, mais tous les autres ont eu leur tour, et il tient.
why-rest = Le reste de l’argent va selon le score ; il a { $score }.
why-shared = { $voters ->
    [one] { $voters } votant le paie.
   *[other] { $voters } votants le paient ensemble.
  }
why-load = Ceux qui le soutiennent ont maintenant payé { $amount } chacun en tout.
why-load-too-late = Le décompte s’était arrêté avant son tour, quand ceux qui le soutiennent auraient payé { $amount } chacun en tout.
margin-votes = { $more ->
    [one] { $more } voix de plus l’aurait fait gagner.
   *[other] { $more } voix de plus l’auraient fait gagner.
  }
margin-points = { $more ->
    [one] { $more } point de plus l’aurait fait gagner.
   *[other] { $more } points de plus l’auraient fait gagner.
  }
margin-voters = { $more ->
    [one] { $more } votant de plus, pour lui seul, l’aurait fait gagner.
   *[other] { $more } votants de plus, pour lui seul, l’auraient fait gagner.
  }
margin-voters-turn = { $more } votants de plus, pour lui seul, l’auraient fait gagner, { $less } non.
margin-cost = Il aurait gagné avec un coût de { $cost } au plus.
margin-cost-turn = Il aurait gagné avec un coût de { $cost }, mais pas avec un peu plus.
margin-in = Sans lui auraient gagné : { $titles }.
margin-out = Sans lui n’auraient pas gagné : { $titles }.
