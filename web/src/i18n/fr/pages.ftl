site-description = Des votes publics sur l’argent public, avec un registre que chacun peut vérifier.
opens = Le vote s’ouvre le { $when }.
opened = Le vote s’est ouvert le { $when }.
closed = Le vote s’est terminé le { $when }.
turnout-ballots = { $ballots ->
    [one] { $ballots } bulletin a été déposé
   *[other] { $ballots } bulletins ont été déposés
  }, y compris ceux qui en remplacent d’autres.
list-envelope = { $count ->
    [one] { $count } projet
   *[other] { $count } projets
  } pour { $amount }
list-how-to-vote = Comment voter
list-how-counted = Comment on compte
list-districts = Qui vote sur quelle liste
list-rivals = Un seul de ces projets peut gagner : { $titles }.
option-category = Catégorie : { $category }
option-place = Lieu : { $place }
option-link = En savoir plus
revoting-yes = Vous pouvez voter de nouveau jusqu’à la clôture ; le dernier bulletin compte.
revoting-no = Chaque code peut voter une fois.
rule-greedy-votes = Le projet qui a le plus de voix est financé en premier, puis le suivant, tant qu’il reste de l’argent.
rule-greedy-points = Le projet qui a le plus de points est financé en premier, puis le suivant, tant qu’il reste de l’argent.
rule-greedy-borda = Les rangs des classements donnent des points, le premier rang le plus. Le projet qui a le plus de points est financé en premier, puis le suivant, tant qu’il reste de l’argent.
rule-per-cost = Les projets sont comparés par leur score rapporté à leur coût.
rule-skip = Un projet qui coûte plus que ce qui reste est passé.
rule-stop = Le décompte s’arrête au premier projet qui coûte plus que ce qui reste.
rule-threshold = Un projet dont le score est inférieur à { $threshold } n’est pas financé.
rule-draw = Les égalités sont tranchées par un tirage que personne ne peut prévoir.
rule-lex = Les égalités sont tranchées par les identifiants des projets, dans l’ordre alphabétique.
rule-equal-shares = Parts égales : chaque votant dispose de la même part de l’argent, et ceux qui soutiennent un projet le paient ensemble.
rule-phragmen = Méthode de Phragmén : l’argent arrive au même rythme à tous les votants, et un projet est financé dès que ceux qui le soutiennent peuvent le payer.
rule-motion = Chaque question est décidée séparément.
rule-majority = Elle est adoptée si plus de personnes disent oui que non.
rule-half-cast = Elle est adoptée si plus de la moitié de ceux qui y répondent disent oui. Une abstention pèse comme un non.
rule-half-entitled = Elle est adoptée si plus de la moitié de tous ceux qui peuvent voter disent oui.
rule-part-yes-no = Elle est adoptée si, parmi ceux qui disent oui ou non, au moins { $majority } disent oui, et si plus disent oui que non.
rule-part-cast = Elle est adoptée si au moins { $majority } de ceux qui y répondent disent oui, et si plus disent oui que non. Une abstention pèse comme un non.
rule-part-entitled = Elle est adoptée si au moins { $majority } de tous ceux qui peuvent voter disent oui, et si plus disent oui que non.
rule-quorum = Au moins { $quorum } de tous ceux qui peuvent voter doivent y répondre, abstentions comprises.
result-of-envelope = sur { $amount }
result-entitled = { $count ->
    [one] { $count } personne pouvait voter.
   *[other] { $count } personnes pouvaient voter.
  }
result-voters = { $voters ->
    [one] { $voters } personne a voté
   *[other] { $voters } personnes ont voté
  } sur cette liste ; bulletins blancs : { $blank }.
result-invalid = { $count ->
    [one] { $count } bulletin était nul.
   *[other] { $count } bulletins étaient nuls.
  }
home-hero = { $city } décide ensemble
home-lead = Ici, les habitants de { $city } votent sur l’emploi de l’argent public. Chaque bulletin est chiffré sur l’appareil de qui vote ; chaque scrutin dit qui peut ouvrir les bulletins, et quand. Chacun peut vérifier que tous les bulletins ont été comptés.
home-vote = Voter maintenant
home-open = Ouverts maintenant
home-soon = Bientôt
home-counting = En cours de dépouillement
home-decided = Décidés
home-annulled = Annulés
home-see = Voir les projets et voter
home-how = Comment cela marche
way-choose = Choisir
way-choose-about = Regardez les projets et prenez ceux que vous voulez. Aucun compte n’est nécessaire, et vous pouvez changer d’avis aussi souvent que vous voulez.
way-cast = Voter
way-cast-about = Saisissez le code de votre lettre. Votre bulletin est chiffré sur votre propre appareil avant de le quitter.
way-check = Vérifier
way-check-about = Vous recevez un reçu. Il montre que votre bulletin est dans le registre public, que chacun peut recompter.
state-soon = Ouvre bientôt
fact-money = Ce qu’il y a à dépenser
fact-voters = Qui peut voter
fact-secrecy = Secret du vote
fact-paper = Voter sur papier
fact-help = Aide
fact-dates = Dates
dates-grace-minutes = Un bulletin en route au moment de la clôture est encore accepté pendant { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
  }, d’où qu’il vienne.
dates-grace-hours = Un bulletin en route au moment de la clôture est encore accepté pendant { $count ->
    [one] { $count } heure
   *[other] { $count } heures
  }, d’où qu’il vienne.
dates-objection-minutes = Une fois le vote terminé, aucun bulletin n’est ouvert pendant { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
  } : c’est le délai pour les objections.
dates-objection-hours = Une fois le vote terminé, aucun bulletin n’est ouvert pendant { $count ->
    [one] { $count } heure
   *[other] { $count } heures
  } : c’est le délai pour les objections.
voters-otherwise = { $count ->
    [one] Toute personne qui a un code : { $count } a été remis.
   *[other] Toute personne qui a un code : { $count } ont été remis.
  }
secrecy-single = Les bulletins sont chiffrés sur votre appareil. Ce scrutin n’a pas de dépositaires : après la clôture, une seule clé, détenue par le serveur, les ouvre. Il faut faire confiance à qui gère le serveur pour ne pas lire de bulletin isolé.
secrecy-trustees = Les bulletins sont chiffrés sur votre appareil et mélangés avant d’être ouverts. Pour les ouvrir, { $needed } dépositaires sur { $count } doivent agir ensemble : { $names }.
paper-otherwise = La lettre qui porte votre code dit où.
help-otherwise = Adressez-vous au lieu indiqué sur votre lettre.
round-calendar = Mettre l’ouverture et la clôture dans mon agenda
rehearsal-of = Répétition : { $title }
calendar-open = Ouverture du vote : { $title }
calendar-close = Clôture du vote : { $title }
map-heading = Où sont les projets
example-skip = Par exemple, avec { $all } à dépenser : le premier projet coûte { $first } et est financé ; il reste { $left }. Le suivant coûte { $second }, plus que ce qui reste : il est passé. Celui d’après coûte { $third } et est financé.
example-stop = Par exemple, avec { $all } à dépenser : le premier projet coûte { $first } et est financé ; il reste { $left }. Le suivant coûte { $second }, plus que ce qui reste, et le décompte s’arrête là.
example-per-cost = Par exemple, un projet de { $third } avec 30 voix passe avant un projet de { $first } avec 50 voix : il a plus de voix par unité d’argent.
example-equal-shares = Par exemple, 10 votants se partagent { $all } : chacun dispose de { $each }. Les 6 qui veulent un projet de { $first } paient { $each } chacun. Les 4 autres gardent leur part et peuvent payer ensemble un projet de { $left } : les deux groupes obtiennent quelque chose.
example-phragmen = Par exemple, avec 10 votants : un projet de { $first } soutenu par 6 personnes et un de { $left } soutenu par 4 sont financés au même moment, quand chacun a réuni { $each }.
example-majority = Par exemple, avec 50 oui, 40 non et 30 abstentions, elle est adoptée.
example-cast = Par exemple, sur 100 personnes qui répondent, au moins { $needed } doivent dire oui.
example-entitled = Par exemple, sur 100 personnes qui peuvent voter, au moins { $needed } doivent dire oui.
example-yes-no = Par exemple, sur 100 personnes qui disent oui ou non, au moins { $needed } doivent dire oui.
round-look = Voir le bulletin
option-choose = Choisir le n° { $number } sur le bulletin
