vote-title = Voter
vote-noscript = Voter ici nécessite JavaScript, car le bulletin est chiffré sur votre appareil. Vous pouvez aussi voter sur papier : la lettre qui porte votre code dit où.

step-choose = Choisir
step-review = Relire
step-code = Code
step-cast = Voter
not-cast = Pas encore déposé

choose-round = Choisissez le scrutin auquel votre code appartient.
no-open-round = Aucun scrutin n’est ouvert au vote en ce moment.
scanned-misread = Le code du lien est incomplet. Choisissez le scrutin et saisissez le code à la fin.
scanned-unknown = Le code du lien n’appartient à aucun scrutin ouvert.
words-foreign = Ce scrutin n’a pas de texte dans cette langue. Il est affiché dans une autre :
single-key = Une seule clé, détenue par le serveur, ouvre les bulletins de ce scrutin après la clôture. Il faut faire confiance à qui gère le serveur pour ne pas lire de bulletin isolé.
trustees = Personne ne peut lire un bulletin isolé à moins que { $threshold } de ces { $count } personnes dépositaires ne réunissent leurs clés : { $names }. Elles n’ouvrent les bulletins qu’après la clôture, mélangés, de sorte qu’aucun bulletin ne mène à un code.
no-witness = Seule la ville elle-même surveille le registre public de ce scrutin. Il faut lui faire confiance pour montrer le même à tout le monde.
witnesses = Qui surveille : { $names }. Avant que cet appareil chiffre votre bulletin, { $fewest ->
    [one] { $count ->
        [one] ce témoin doit
       *[other] au moins un de ces témoins doit
      }
   *[other] au moins { $fewest } de ces témoins doivent
  } avoir signé le registre public qui contient la clé de ce scrutin.
witnesses-missing = Les témoins n’ont pas encore signé
witnesses-missing-detail = Ce scrutin demande leurs signatures sur le registre public avant que quiconque vote. Vous pouvez déjà choisir ; vos choix restent sur cet appareil. Avant de chiffrer votre bulletin, cet appareil redemandera les signatures.
voting-closed = Le vote est clos
voting-closed-detail = Le vote s’est terminé le { $when }.
voting-closed-early = Il s’est terminé avant l’heure annoncée.
round-link = À propos de ce scrutin
voting-not-begun = Le vote n’a pas commencé
voting-not-begun-detail = Le vote s’ouvre le { $when }. Vous pouvez déjà choisir ; vos choix restent sur cet appareil.
storage-off = Cet appareil ne garde rien : si la page est fermée, vos choix sont perdus.

choose-needs = Choisissez d’abord. À la fin, il vous faudra le code de votre lettre ou de votre carte.
choose-order = L’ordre est aléatoire, pour qu’aucun projet ne profite de sa place. Il reste le même sur cet appareil.
earlier-here = Un bulletin a déjà été déposé depuis cet appareil
earlier-here-replace = Vous pouvez voter de nouveau. Un nouveau bulletin remplace le précédent du même code.
earlier-here-final = Dans ce scrutin, chaque code vote une seule fois.
district-label = Votre secteur
district-hint = Il est imprimé sur votre lettre ou votre carte.
district-none = – choisir –
search-label = Chercher dans cette liste
search-found = { $count } sur { $total } affichés
search-none = Aucun projet ne correspond.
search-none-chosen = Rien n’est choisi pour l’instant.
clear-contest = Vider cette liste
rules-blank = Vous pouvez aussi laisser cette liste vide : vous n’y votez alors pas.
rules-approval = { $free ->
    [1] Choisissez-en autant que vous voulez.
   *[other] { $min ->
        [1] Choisissez-en jusqu’à { $max }.
       *[other] Choisissez-en de { $min } à { $max }.
      }
  }
rules-choice = Choisissez-en un.
rules-knapsack = { $free ->
    [1] Choisissez-en autant que vous voulez, tant que leur coût total ne dépasse pas { $envelope }.
   *[other] Choisissez-en jusqu’à { $max }, pour un coût total de { $envelope } au plus.
  }
rules-points = Donnez jusqu’à { $total } points en tout, au plus { $each } à chacun et à { $max } d’entre eux au plus.
rules-ranking = Classez-en jusqu’à { $max }, le meilleur en premier.
rules-scores = Notez-en jusqu’à { $max }, de { $low } à { $high }.
rules-questions = Répondez à chaque question.
option-rivals = Un seul au plus peut gagner parmi ce projet et ceux-ci : { $titles }
why-cost = Ne tient pas : il coûte { $missing } de plus que ce qui reste.
why-full-approval = Vous en avez choisi { $max }, le maximum. Retirez-en un pour choisir celui-ci.
why-full-knapsack = Vous en avez choisi { $max }, le maximum. Retirez-en un pour choisir celui-ci.
why-full-points = Tous les points ou toutes les places sont donnés. Retirez-en pour choisir celui-ci.
why-full-ranking = Vous en avez classé { $max }, le maximum. Retirez-en un pour classer celui-ci.
why-full-scores = Vous en avez noté { $max }, le maximum. Retirez-en un pour noter celui-ci.
points-less = Un point de moins pour { $title }
points-more = Un point de plus pour { $title }
rank-heading = Votre classement
rank-empty = Rien n’est encore classé.
rank-add = Mettre au rang { $place }
rank-add-label = Mettre au rang { $place } : { $title }
rank-up = Monter { $title }
rank-down = Descendre { $title }
rank-remove = Retirer { $title }
rank-moved = { $title } est maintenant au rang { $place }.
rank-removed = { $title } est retiré.
score-none = – aucune –
bar-label = Votre bulletin
bar-lists = { $count } listes sur { $total } remplies
bar-chosen = { $count ->
    [one] { $count } choix
   *[other] { $count } choix
  }
bar-left-money = reste { $amount }
bar-left-choices = reste { $count }
bar-left-points = { $count ->
    [one] reste { $count } point
   *[other] reste { $count } points
  }
bar-review = Relire et déposer
error-too-few = { $contest } : choisissez-en au moins { $min }, ou videz la liste.
error-too-many = { $contest } : choisissez-en au plus { $max }.
error-points-too-few = { $contest } : donnez au moins { $total } points, ou videz la liste.
error-points-too-many = { $contest } : trop de points sont donnés.
error-cost = { $contest } : vos choix coûtent { $over } de trop.
error-other = { $contest } : ce choix n’est pas possible.

review-heading = Vos choix
review-next = Continuer vers le code
back-to-choices = Revenir aux choix
encrypting = Chiffrement…
check-code-about = Vos choix sont maintenant chiffrés sur cet appareil. Ce code de contrôle correspond exactement à ce bulletin chiffré ; vous le retrouverez sur le reçu.
seal-failed = Votre bulletin n’a pas pu être chiffré
seal-opening = Le registre public ne contient pas la clé avec laquelle votre bulletin serait chiffré. Ne votez pas ici et prévenez les personnes qui organisent le vote.
seal-record = La clé de ce scrutin n’a pas pu être demandée au registre public. Vérifiez la connexion et réessayez.
seal-unwitnessed = Les signatures des témoins que ce scrutin demande manquent : rien n’est chiffré. Attendez quelques minutes et réessayez ; vos choix restent sur cet appareil. Si elles manquent encore, prévenez les personnes qui organisent ce vote, ou votez sur papier.
seal-device = Cet appareil n’a pas pu chiffrer le bulletin. Réessayez ou utilisez un autre appareil.
pool-count = Les bulletins sont dépouillés, si peu nombreux soient-ils.
pool-withhold = Avec moins de { $min } votants, cette liste n’est pas dépouillée, pour préserver leur secret.
audit-heading = Vérifier mon téléphone
audit-about = Si vous vous demandez si cet appareil chiffre bien ce que vous avez choisi : révélez ce bulletin chiffré à un second appareil. Ce qui est révélé n’est jamais déposé ; un nouveau bulletin chiffré est préparé pour vous.
audit-reveal = Révéler ce bulletin chiffré
audit-spent = Révélé et inutilisable
audit-compare = Sur le second appareil, ouvrez { $address } et collez le texte ci-dessous. Il doit montrer vos choix et ce code de contrôle :
audit-text = Bulletin révélé

code-heading = Votre code
code-label = Code de votre lettre ou de votre carte
code-hint = 20 lettres et chiffres. Majuscules ou minuscules, espaces et tirets sont sans importance.
code-next = Vérifier le code
code-checking = Vérification…
code-privacy = Le code lui-même n’est ni envoyé ni gardé : une clé qui en est tirée signe votre bulletin sur cet appareil.
code-empty = Saisissez votre code.
code-symbol = Le code contient un caractère que les codes n’ont jamais. Ils n’ont que des lettres et des chiffres, sans la lettre U.
code-short = Le code est trop court : il faut 20 lettres et chiffres.
code-long = Le code est trop long : il faut 20 lettres et chiffres.
code-check = Il y a une faute de frappe dans le code : une lettre ou un chiffre est faux, ou deux sont intervertis.
code-unknown = Le code est bien saisi, mais il ne figure pas sur la liste de ce scrutin. Il est peut-être pour un autre.
code-void = Ce code a été retiré et ne peut plus voter. Demandez au guichet d’aide, avec le numéro de série de votre lettre.
code-used = Un bulletin a déjà été déposé avec ce code, et dans ce scrutin chaque code vote une seule fois.
code-district = Ce code appartient à un autre secteur
code-district-go = Afficher les listes de ce secteur

confirm-heading = Déposez votre bulletin
confirm-earlier = Bulletins déjà déposés avec ce code
confirm-replaces = Le bulletin que vous déposez maintenant les remplace.
cast = Déposer mon bulletin
sending = Votre bulletin est en route. Gardez cette page ouverte…
send-again = Envoyer de nouveau le même bulletin
sequence-notice = Un autre bulletin vient d’être déposé avec ce code, peut-être depuis un autre appareil. Regardez-le avant de déposer celui-ci.
unanswered = Il n’est pas certain que votre bulletin soit enregistré
unanswered-reload = Un bulletin a été envoyé depuis cet appareil, mais son reçu n’est pas arrivé. L’envoyer de nouveau est sans risque : le même bulletin n’est enregistré qu’une fois.
unanswered-again = Cette page l’envoie aussi de nouveau d’elle-même.
unanswered-network = Aucune réponse n’est arrivée. L’envoyer de nouveau est sans risque : le même bulletin n’est enregistré qu’une fois.
unanswered-timeout = La réponse tarde trop. L’envoyer de nouveau est sans risque : le même bulletin n’est enregistré qu’une fois.
unanswered-server = Le serveur ne peut pas répondre pour le moment. L’envoyer de nouveau est sans risque : le même bulletin n’est enregistré qu’une fois.
unanswered-unproven = Une réponse est arrivée, mais elle ne prouve pas que votre bulletin est dans le registre public. Envoyez-le de nouveau ; si cela continue, prévenez les personnes qui organisent le vote.
refused = Votre bulletin n’a pas été enregistré
refused-kept = Vos choix sont gardés sur cet appareil.
refused-device = Cet appareil n’a pas pu préparer le bulletin chiffré. Réessayez ou utilisez un autre appareil.
refused-not-open = Le vote n’est pas ouvert.
refused-ballot-late = Il est arrivé après la clôture du vote.
refused-credential-unknown = Le code ne figure pas sur la liste de ce scrutin.
refused-credential-void = Le code a été retiré.
refused-revoting-off = Un bulletin a déjà été déposé avec ce code, et dans ce scrutin chaque code vote une seule fois.
refused-too-soon = Un bulletin a été déposé avec ce code il y a quelques secondes. Attendez un peu et réessayez.
refused-sequence = Un autre bulletin a été déposé avant avec ce code. Recommencez pour le voir.
refused-other = Le serveur n’a pas accepté le bulletin chiffré. Réessayez ou utilisez un autre appareil.

loss-restored = Le registre avait perdu votre bulletin ; il y est de nouveau
loss-restored-detail = Cet appareil avait gardé votre bulletin et l’a renvoyé, inchangé. Dites aux personnes qui organisent le vote qu’il manquait.
loss-lost = Il manque au registre un bulletin dont cet appareil a le reçu
loss-lost-detail = Cet appareil a renvoyé le bulletin, mais il n’a pas été accepté. Gardez le reçu et prévenez les personnes qui organisent le vote.

receipt-heading = Votre bulletin est déposé et enregistré
receipt-proven = Cet appareil a vérifié la preuve que votre bulletin est dans le registre public.
receipt-place = Entrée
receipt-place-number = N° { $number } du registre public
receipt-witnesses = Qui l’a vu
receipt-until = Peut être remplacé
receipt-until-close = Jusqu’à la clôture, le { $when }
receipt-until-never = Non
receipt-save = Enregistrer le reçu
receipt-check = Le vérifier
receipt-qr = Code QR du lien qui vérifie ce bulletin
receipt-qr-about = Pour le vérifier depuis un autre appareil, scannez ce code ou saisissez le numéro de suivi.
receipt-keep = Le reçu est aussi gardé sur cet appareil. Il montre que vous avez voté, pas pour quoi.
receipt-what = Ce pour quoi vous avez voté
receipt-what-once = Ceci n’est affiché que maintenant et n’est pas gardé.
receipt-again = Voter de nouveau

filter-label = Afficher
filter-all = Tous
filter-chosen = Choisis
view-map = Carte
view-list = Liste
map-label = Carte des projets
map-about = { $count ->
    [one] { $count } projet de cette liste figure sur la carte.
   *[other] { $count } projets de cette liste figurent sur la carte.
  } Chaque numéro mène à son projet.
compare-start = En comparer deux
compare-label = Comparer celui-ci : { $title }
compare-one = Comparer celui-ci
compare-hint = { $count ->
    [0] Choisissez deux projets pour les voir côte à côte.
   *[other] Choisissez-en encore un.
  }
compare-heading = Deux projets côte à côte
compare-cost = Coût
compare-category = Catégorie
compare-place = Lieu
compare-about = De quoi il s’agit

scan-start = Scanner le code QR
scan-stop = Arrêter la caméra
scan-hint = Tenez le code de votre lettre devant la caméra.
scan-failed = La caméra ne peut pas être utilisée ici. Saisissez le code.
scan-other = Ce code QR n’est pas celui d’une lettre.

kiosk-site = Lieu de vote : { $site }
kiosk-idle = Êtes-vous encore là ?
kiosk-idle-detail = Dans { $seconds ->
    [one] { $seconds } seconde
   *[other] { $seconds } secondes
  }, tout est effacé pour la personne suivante.
kiosk-stay = Je suis encore là
kiosk-clear = Tout effacer
kiosk-done = Terminé
kiosk-keep = Photographiez cette page avec votre téléphone ou notez le numéro de suivi : cet appareil ne garde rien.
map-mark = N° { $number } : { $title }
picture-other = Le serveur a envoyé une autre image que celle de ce scrutin. Elle n’est pas montrée.
picture-missing = L’image n’a pas pu être obtenue.
