trail = À quoi cela appartient
assembly-lead = Ici, { $assembly } décide ensemble de l’emploi de l’argent public. Regardez ce qui est proposé, votez avec le code que vous avez reçu, et voyez ce qui a été décidé.
assembly-description = Ce sur quoi { $assembly } peut voter maintenant, et ce qui a été décidé jusqu’ici.
assembly-none = Rien n’a encore été mis aux voix dans { $assembly }
assembly-none-more = Dès qu’il y aura un scrutin, il sera ici : les projets, l’argent, les dates, et qui peut participer.
assembly-none-elsewhere = Ce que { $city } décide ailleurs
assembly-below = Dans { $assembly }
home-assemblies = Où l’on décide
assembly-open = { $count ->
    [one] { $count } ouvert maintenant
   *[other] { $count } ouverts maintenant
  }
assembly-soon = { $count ->
    [one] { $count } ouvre bientôt
   *[other] { $count } ouvrent bientôt
  }
assembly-counting = { $count ->
    [one] { $count } en cours de dépouillement
   *[other] { $count } en cours de dépouillement
  }
assembly-decided = { $count ->
    [one] { $count } décidé
   *[other] { $count } décidés
  }
assembly-quiet = Rien n’a encore été mis aux voix.
assembly-acts = Ce que le personnel a fait ici
acts-filter-assembly = Assemblée
so-far-votes = { $count ->
    [one] scrutin décidé
   *[other] scrutins décidés
  }
so-far-money = pour les projets
so-far-projects = { $count ->
    [one] projet financé
   *[other] projets financés
  }
so-far-questions = { $count ->
    [one] question adoptée
   *[other] questions adoptées
  }
so-far-voters = ont participé : { $voters } sur { $listed }
so-far-percent = { $percent } %
card-questions = { $count ->
    [one] { $count } question
   *[other] { $count } questions
  }
card-funded = { $count ->
    [0] Aucun projet n’est financé.
    [one] { $count } projet est financé, pour { $amount } :
   *[other] { $count } projets sont financés, pour { $amount } :
  }
card-passed = { $count ->
    [0] Aucune question n’a été adoptée.
    [one] { $count } question a été adoptée :
   *[other] { $count } questions ont été adoptées :
  }
card-more = { $count ->
    [one] et { $count } de plus
   *[other] et { $count } de plus
  }
