close-title = Clore et certifier
close-noscript = Ce qui est signé ici l’est sur votre ordinateur. Cela nécessite JavaScript.

# Ce qui se passe et ce qu’il faut faire
close-now-not-open = Le scrutin n’est pas encore ouvert
close-next-not-open = Quand le vote aura commencé, sa fin se suivra ici.
close-now-voting = On vote jusqu’au { $when }
close-next-voting = Rien à faire d’ici là. Le serveur met fin au vote de lui-même.
close-now-voting-closed-signing = La fin immédiate du vote attend des signatures
close-next-voting-closed-signing = Avec la dernière signature, plus aucun bulletin n’est pris.
close-now-extension-signing = La prolongation du vote attend des signatures
close-next-extension-signing = Avec la dernière signature, tout le monde voit la nouvelle heure.
close-now-grace = Le vote est terminé ; les bulletins en route sont pris jusqu’au { $when }
close-next-grace = Rien à faire. Le délai est le même pour tout le monde.
close-now-ending = Le vote se termine
close-next-ending = Le serveur inscrit la fin du vote au registre. Cela prend un moment.
close-now-sealing = Le vote est terminé
close-next-sealing = Comparez les sommes de contrôle ci-dessous avec ce que vous savez. Proposez ensuite de sceller le scrutin ; { $signers ->
    [one] un membre du secrétariat signe.
   *[other] { $signers } membres du secrétariat signent.
  }
close-now-sealing-signing = Le scellement attend des signatures
close-next-sealing-signing = Comparez ses chiffres aux sommes de contrôle, puis signez.
close-now-objection = Délai d’objection jusqu’au { $when }
close-next-objection = Rien à faire. Aucun bulletin ne peut être ouvert avant ; qui a une objection s’adresse au secrétariat.
close-now-draw-source = Il manque une valeur publique pour les égalités
close-next-draw-source = Lancez les dés en public et saisissez ce qu’ils montrent. Rien ne peut être ouvert avant.
close-now-draw-source-signing = La valeur publique pour les égalités attend des signatures
close-next-draw-source-signing = Comparez-la à ce que tout le monde a vu, puis signez.
close-now-mixing = Les dépositaires mélangent les bulletins
close-next-mixing = Leurs programmes travaillent seuls. Rappelez à ceux qu’on attend de lancer le leur.
close-now-mixing-checked = Les mélanges sont vérifiés
close-next-mixing-checked = Rien à faire.
close-now-opening = Les dépositaires ouvrent les bulletins
close-next-opening = Leurs programmes travaillent seuls. Rappelez à ceux qu’on attend de lancer le leur.
close-now-counting = Les bulletins sont dépouillés
close-next-counting = Rien à faire.
close-now-verifying = Le vérificateur examine tout
close-next-verifying = Rien à faire. Il répète ce que chacun pourra répéter ensuite, de chaque bulletin jusqu’aux gagnants.
close-now-check-failed = Un contrôle du vérificateur a échoué
close-next-check-failed = Ne certifiez pas. Lisez lequel, et ce qu’en dit la page sur les litiges.
close-now-certified = Dépouillé, à certifier
close-next-certified = Regardez le résultat et les contrôles. Proposez ensuite le certificat ; { $required ->
    [one] un membre du secrétariat signe.
   *[other] { $required } membres du secrétariat signent.
  }
close-now-certified-signing = Le certificat attend des signatures
close-next-certified-signing = Regardez le résultat et les contrôles, puis signez.
close-now-rehearsal = La répétition est arrivée à son terme
close-next-rehearsal = Une répétition n’est jamais certifiée. Tout fonctionne jusqu’ici.
close-now-building = Les fichiers sont créés et vérifiés
close-next-building = Quand ils seront là, chaque personne qui certifie en signera la liste.
close-now-signing = La liste des fichiers attend des signatures
close-next-signing = Avec la dernière, tout est publié au même moment. Personne ne voit rien avant.
close-now-refused = Les fichiers ne sont pas publiés
close-next-refused = Le vérificateur refuse ce qui a été créé. Lisez quel contrôle a échoué ; une fois la cause corrigée, faites-le examiner de nouveau.
close-now-published = Publié
close-next-published = Tout le monde peut voir le résultat, prendre les fichiers et les vérifier.
close-now-published-corrected = Le résultat corrigé est publié
close-next-published-corrected = La correction figure au registre, avec son motif.
close-now-annulled = Le scrutin est annulé
close-next-annulled = Il n’a pas de résultat. Le motif figure au registre public.
close-left = Fin { $left }.
close-waits = On attend : { $names }.
close-your-turn = C’est à vous.

# Étapes
close-step-done = (fait)
close-step-now = (maintenant)
close-step-later = (plus tard)
close-step-voting = Fin du vote
close-step-sums = Sommes de contrôle et scellement
close-step-objection = Délai d’objection
close-step-mixing = Mélange et ouverture
close-step-count = Dépouillement
close-step-certify = Contrôles et certificat
close-step-bundle = Signature des fichiers
close-step-published = Publication
close-about-voting = Le serveur met fin au vote à l’heure.
close-about-sums = On rend compte de chaque bulletin ; ensuite rien n’entre ni ne sort.
close-about-objection = Avant qu’un bulletin soit ouvert.
close-about-mixing = Plus personne ne peut dire à qui est quel bulletin ; on les ouvre ensuite ensemble.
close-about-count = Selon la règle du scrutin, les égalités tirées au sort.
close-about-certify = Les contrôles du vérificateur un par un, et les signatures du secrétariat.
close-about-bundle = Chaque personne qui certifie signe la liste de tous les fichiers.
close-about-published = Tout au même moment.

# Vote
close-voting-about = Finir plus tôt ou plus tard est un acte public motivé, que le secrétariat signe.
close-ended-on-time = Le vote s’est terminé à l’heure.
close-extend = Prolonger le vote
close-end-now = Mettre fin au vote plus tôt
close-end-now-about = Par exemple quand toute la salle a voté. Avec la dernière signature, plus aucun bulletin n’est pris.
close-end-now-go = Proposer de mettre fin au vote

# Sommes de contrôle
close-sums-about = Pour chaque liste : ce qui a été déposé, moins ce que des bulletins ultérieurs ont remplacé et ce que des codes annulés ont retiré, est ce qui sera dépouillé.
close-sums-codes = { $voids ->
    [0] Aucun code isolé n’a été annulé
    [one] Un code isolé a été annulé
   *[other] { $voids } codes isolés ont été annulés
  }, { $batches ->
    [0] aucun lot
    [one] un lot
   *[other] { $batches } lots
  } ; { $issues ->
    [0] aucun code n’a été remis plus tard.
    [one] un code a été remis plus tard.
   *[other] { $issues } codes ont été remis plus tard.
  }
close-sum-listed = Codes qui peuvent voter ici
close-sum-void = dont annulés
close-sum-ballots = Bulletins déposés
close-sum-replaced = remplacés par un autre
close-sum-withdrawn = retirés avec un code annulé
close-sum-input = À dépouiller
close-sum-withheld = Retenus : trop peu pour être ouverts
close-sum-right = Le compte est bon.
close-sum-wrong = Le compte n’est pas bon. Ne scellez pas et prévenez les personnes qui gèrent le serveur.
close-seal-about = Après le scellement aucun code ne peut plus être annulé, et le délai d’objection commence.
close-seal-go = Proposer de sceller le scrutin

# Objections et égalités
close-objection-none = Ce scrutin n’a pas de délai d’objection.
close-objection-time = Du { $from } au { $until }.
close-objection-about = Aucun programme de dépositaire n’ouvre de bulletin avant. Qui a une objection s’adresse au secrétariat ; si elle est fondée, le scrutin est annulé, ou se poursuit une fois qu’elle a reçu réponse.
close-dice-about = La valeur tranche les égalités. Elle est lancée après le scellement et avant toute ouverture, devant du monde.
close-dice = Ce que montrent les dés
close-dice-hint = Dans l’ordre où ils sont tombés, par exemple 4 1 6 6 2 3 5 1
close-dice-missing = Saisissez ce que montrent les dés.
close-dice-go = Proposer la valeur

# Mélange
close-mixing-about = Le programme de chaque dépositaire vérifie tout le registre, mélange les bulletins et prouve qu’aucun n’a changé. Quand ils sont assez à avoir mélangé, ils les ouvrent ensemble. Peu importe lesquels, pourvu qu’ils soient assez.
close-mixing-single = Le serveur détient lui-même la clé de ce scrutin, mélange et ouvre.
close-nothing-to-mix = Rien à mélanger ici : pas de bulletins, ou trop peu pour être ouverts.
close-mixed-of = Mélangé { $done } sur { $needed }
close-opened-of = Ouvert { $done } sur { $needed }
close-trustee-mixed = a mélangé, en numéro { $place }
close-trustee-not-mixed = n’a pas mélangé
close-trustee-opened = a ouvert
close-trustee-not-opened = n’a pas ouvert
close-trustee-not-needed = plus nécessaire
close-restart = Mélanger { $contest } de nouveau
close-restart-ask = Abandonner cette chaîne de mélanges ?
close-restart-about = Les dépositaires mélangent les mêmes bulletins de nouveau. C’est pour des mélanges perdus, ou si quelqu’un est entré dans un ordinateur pendant qu’il mélangeait. C’est une inscription publique, possible seulement avant toute ouverture.
close-restart-go = Recommencer
close-chain-abandoned = La chaîne { $chain } a été abandonnée ({ $reason })

# Dépouillement
close-counting-about = Quand assez de dépositaires ont ouvert, le serveur réunit ce qu’ils ont ouvert et compte.
close-counted = Dépouillé
close-result-for-clerks = Avant la publication, seul le secrétariat voit le résultat.
close-result-figures = { $voters ->
    [one] { $voters } personne a voté
   *[other] { $voters } personnes ont voté
  } : { $valid } valides, { $blank } blancs, { $invalid } nuls.
close-result-withheld = Trop peu de personnes ont voté pour ouvrir les bulletins sans montrer qui a voté quoi.
close-result-empty = Personne n’a voté ici.
close-result-nobody = Rien n’a gagné.
close-result-cost = En tout { $cost } sur { $envelope }.
close-outcome-passed = Adoptée
close-outcome-failed = Rejetée
close-outcome-quorum = Participation insuffisante
close-ties = { $count ->
    [one] { $count } égalité
   *[other] { $count } égalités
  }
close-ties-draw = Elles sont tombées dans cet ordre par le tirage, que personne ne pouvait prévoir :
close-ties-lex = Selon la règle de ce scrutin, elles tombent dans l’ordre de leurs noms dans la définition :
close-ties-seed = Graine du tirage :
close-recount = Compter de nouveau
close-recounting = On compte de nouveau …
close-recount-same = Recompté à partir du registre : le même résultat.
close-recount-differs = Recompté, le résultat est un autre
close-recount-differs-about = Le registre n’a pas changé, c’est donc le logiciel. Cherchez lequel des deux est juste : folkmoot-verify refait le compte, et d’autres le peuvent aussi.
close-correct-about = Une correction met ce qui vient d’être compté à la place du résultat précédent. C’est une inscription motivée ; le résultat corrigé est certifié et publié de nouveau.
close-correct-go = Proposer la correction
close-correct-sure = Le résultat précédent reste au registre, la correction aussi. Tant qu’il n’est pas certifié de nouveau, le scrutin n’est pas publié.

# Contrôles
close-certify-about = Le vérificateur est le programme que chacun peut lancer sur les fichiers publiés. Ce qu’il ne peut pas encore dire : les signatures, qui manquent encore.
close-checks = Ce que dit le vérificateur
close-checking = Il examine …
close-checking-waits = Il attend les témoins du registre, ou un autre travail.
close-checks-summary = { $failed ->
    [0] { $passed } contrôles réussis, aucun échec.
    [one] { $passed } contrôles réussis, un échec.
   *[other] { $passed } contrôles réussis, { $failed } échecs.
  }
close-check-again = Le faire examiner de nouveau
close-check-passed = réussi
close-check-failed = échoué
close-check-incomplete = pas encore complet
close-check-not-applicable = sans objet
close-check-note = à savoir
close-check-1 = Fichiers et signatures
close-check-2 = Rien ne manque, rien n’est de trop
close-check-3 = Définition du scrutin
close-check-4 = Dépositaires et leur clé
close-check-5 = Listes de codes
close-check-6 = Registre public et ses témoins
close-check-7 = Reçus fournis
close-check-8 = Ordre de tout ce qui s’est passé
close-check-9 = Chaque bulletin
close-check-10 = Chaque acte signé par qui de droit
close-check-11 = Quels bulletins comptent
close-check-12 = Chaque mélange
close-check-13 = Chaque ouverture par un dépositaire
close-check-14 = Décodage et bulletins nuls
close-check-15 = Fichiers des bulletins
close-check-16 = Le compte, refait
close-check-17 = Totaux
close-check-18 = Ce que cela ne peut pas prouver
close-certify-act = Le certificat
close-certify-propose = En signant vous dites : voici le résultat de ce scrutin.
close-certify-go = Proposer le certificat
close-rehearsal-end = Une répétition se termine ici : elle n’est jamais certifiée

# Fichiers
close-bundle-about = Tous les fichiers du scrutin figurent dans une liste avec leurs empreintes. Chaque personne qui a certifié signe cette liste ; minisign vérifie la signature partout.
close-bundle-sign = Signatures de la liste
close-bundle-has-signed = a signé
close-bundle-waits = pas encore
close-sums-lines = { $count ->
    [one] La liste a { $count } fichier.
   *[other] La liste a { $count } fichiers.
  }
close-sums-exact = La liste exacte qui est signée
close-sums-other = Cette liste n’est pas celle du résultat certifié, ou vient d’une autre définition. Ne la signez pas et prévenez les personnes qui gèrent le serveur.
close-bundle-sign-here = Signer la liste
close-bundle-go = La signer
close-bundle-elsewhere = Signer sur un autre ordinateur
close-bundle-elsewhere-about = Avec votre fichier de clé, en ligne de commande :
close-bundle-minisign = Ou avec minisign seul ; remettez ensuite ici le fichier de signature :
close-bundle-file = Fichier de signature (SHA256SUMS.minisig)

# Publication
close-result-page = Le résultat, pour tout le monde
close-out-bundle = Tout, signé
close-out-bundle-about = Le registre, les bulletins, le résultat, le certificat et les signatures du secrétariat. folkmoot-verify, sha256sum et minisign les vérifient.
close-out-bundle-go = Archive (ZIP)
close-out-paper = À imprimer
close-out-paper-about = Imprimez-les, ou enregistrez-les en PDF depuis la fenêtre d’impression.
close-out-minutes = Procès-verbal
close-out-certificate = Certificat
close-out-certificate-pdf = Certificat (PDF, { $language })
close-out-tables = Tableaux pour tableurs (CSV, XLSX)
close-out-separator = Séparateur
close-out-comma = Virgule
close-out-semicolon = Point-virgule
close-out-tab = Tabulation
close-out-bom = Avec une marque à laquelle les tableurs reconnaissent l’UTF-8
close-out-files = Fichiers séparés
close-out-table-all-projects = Tous les projets
close-out-table-control-sums = Sommes de contrôle
close-trustees-forget = Après le { $when }, les dépositaires détruisent leurs parts : folkmoot trustee forget.

# Annulation
close-annul = Annuler le scrutin
close-annul-about = Quand rien d’autre n’y fait : une erreur dans la définition, un registre qui montre deux histoires, une décision de justice. Le scrutin n’a alors pas de résultat, définitivement.
close-annul-go = Proposer d’annuler le scrutin
close-annul-sure = Une annulation est définitive. Deux membres du secrétariat la signent.
