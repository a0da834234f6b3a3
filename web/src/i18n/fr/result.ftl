result-funded = Financés
result-not-funded = Non financés
result-project = Projet
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
# Ce que disent les images et les comparaisons à côté du résultat
figure-votes = { $votes ->
    [one] { $votes } voix
   *[other] { $votes } voix
  }
figure-score = Score { $score }
margin-yes = { $more ->
    [one] { $more } oui de plus aurait
   *[other] { $more } oui de plus auraient
  } suffi pour l’adopter.
result-served = { $served } votants sur { $voters } ({ $percent } %) obtiennent au moins un projet pour lequel ils ont voté.
purses-about = L’image en dessous montre qui paie. Chaque colonne est un groupe de votants : aussi large qu’ils sont nombreux, aussi haute que ce que chacun avait au départ. La couleur vive est ce qu’ils paient pour ce projet, la pâle ce qui leur reste ; le vide a été dépensé avant.
rules-heading = Les mêmes bulletins avec d’autres règles
rules-about = Seule la règle de ce vote décide. Voici ce que d’autres auraient fait des mêmes bulletins.
rules-own = la règle de ce vote
rules-outcome = { $projects ->
    [one] { $projects } projet
   *[other] { $projects } projets
  } pour { $cost }. { $served } votants sur { $voters } ({ $percent } %) en obtiennent au moins un pour lequel ils ont voté.
rules-same = Toutes ces règles financent les mêmes projets.
rule-name-votes = D’abord le plus de voix
rule-name-points = D’abord le plus de points
rule-name-borda = D’abord les meilleures places
rule-name-per-cost = D’abord le plus de soutien par unité de coût
rule-name-equal-shares = Parts égales, le reste selon les voix
rule-name-phragmen = Méthode de Phragmén
turnout-heading = Participation
turnout-codes = { $voters } sur { $listed } ont voté ({ $percent } %).
purpose-letter = Codes envoyés par lettre
purpose-card = Codes sur cartes
purpose-walk-in = Codes remis au guichet
purpose-spare = Codes de réserve
chart-votes = Voix pour chaque projet
chart-answers = Réponses à chaque question
chart-turnout = Votants chaque jour
chart-alt = { $title } : graphique. La page dit la même chose avec des mots.
chart-svg = Enregistrer en SVG
chart-embed = Intégrer ou citer
chart-embed-code = Pour montrer ce graphique sur une autre page, mettez-y :
chart-cite = Pour le citer :
verify-heading = N’y croyez pas : vérifiez
verify-holds = Le paquet signé contient chaque bulletin tel qu’il a été déposé, encore chiffré, avec toutes les preuves et signatures.
verify-run = Téléchargez-le et lancez folkmoot-verify sur un ordinateur à vous : il vérifie tout cela, le mélange et l’ouverture compris, et recompte.
verify-sure = Si tous les contrôles passent, ce résultat découle du registre public, quels que soient ceux qui tenaient les serveurs.
data-about = Ces adresses ne changent pas, et les pages d’autres sites peuvent les lire.
data-result = le résultat avec chaque étape du décompte
data-views = autres règles, qui a payé quoi, participation par jour
data-verification = ce que le vérificateur a dit du paquet avant sa publication
data-explanation = ce qui aurait changé le résultat
data-projects = tableau de tous les projets
data-ballots = les bulletins déchiffrés d’une liste
data-sums = sommes de contrôle de tous les fichiers du paquet
data-signature = signature d’une personne du greffe sur celles-ci
data-certificate = le certificat, à imprimer
rule-differs-skip = en passant ce qui ne rentre pas
rule-differs-stop = en s’arrêtant au premier qui ne rentre pas
rule-differs-threshold = seulement à partir de { $votes } voix
rule-differs-none = sans dépenser le reste
rule-differs-utilitarian = le reste par nombre de voix
rule-differs-add1 = avec des parts augmentées pas à pas
rule-differs-add1u = avec des parts augmentées pas à pas, puis le reste par nombre de voix
