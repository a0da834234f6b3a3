# Actes que des personnes signent : ce qu’ils disent
act-credential-list = { $total ->
    [one] Ce seul code peut voter.
   *[other] Ces { $total } codes peuvent voter.
  }
act-opening = Ouvrir le scrutin selon cette définition, avec ces codes et cette clé
act-void = Annuler le code { $serial } ({ $reason })
act-batch-void = Annuler tous les codes du lot { $batch } ({ $reason })
act-issue = Remettre un code du lot { $batch }
act-reissue = Remettre un code du lot { $batch } pour { $serial }
act-extension = Prolonger le vote : { $when } ({ $reason })
act-voting-closed = Mettre fin au vote maintenant ({ $reason })
act-note = Noter un incident : { $incident }
act-sealing = Sceller le scrutin : plus aucun bulletin n’entre ni ne sort
act-draw-source = Les égalités sont tirées au sort avec { $source } : { $value }
act-certified = Certifier ce résultat
act-correction = Mettre ce résultat à la place du précédent ({ $reason })
act-annulment = Annuler le scrutin ({ $reason }). C’est définitif.
act-other = Un acte du type { $type }

act-fact-list = Liste des codes, SHA-256
act-fact-definition = Définition, SHA-256
act-fact-codes = Liste des codes, SHA-256
act-fact-key = Clé de l’élection
act-fact-predecessor = À la place du scrutin
act-fact-result = result.json, SHA-256
act-fact-successor = Ses codes passent au scrutin
act-fact-totals = Bulletins
act-bytes = { $count ->
    [one] ({ $count } octet)
   *[other] ({ $count } octets)
  }
act-total-contest = Liste
act-total-ballots = Déposés
act-total-replaced = Remplacés
act-total-withdrawn = Retirés
act-total-input = À dépouiller
act-total-withheld = Retenus
act-source-dice = des dés
act-source-drand = drand

act-reason = Motif, pour le registre public
act-reason-choose = Choisissez un motif
act-reason-missing = Choisissez un motif.
act-proposed = Proposé. Attend des signatures.
act-extend-about = La clôture est reportée pour tout le monde. On ne peut pas revenir en arrière.
act-extend-by = De combien
act-extend-until = Le vote se terminera { $when }.
act-extend-go = Proposer la prolongation
act-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
  }
act-hours = { $count ->
    [one] { $count } heure
   *[other] { $count } heures
  }
act-days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
  }
act-reason-lost = perdu
act-reason-stolen = volé
act-reason-moved = déménagement
act-reason-deceased = décès
act-reason-wrong-person = remis à une autre personne
act-reason-paper-vote = vote sur papier
act-reason-duplicate = remis deux fois
act-reason-outage = panne
act-reason-attack = attaque
act-reason-access = accès empêché
act-reason-delivery = codes arrivés en retard
act-reason-everyone-voted = tout le monde a voté
act-reason-assembly-ended = l’assemblée est terminée
act-reason-definition-error = erreur dans la définition
act-reason-failure = défaillance
act-reason-court-order = décision de justice
act-reason-count-error = erreur de dépouillement
act-reason-crash = un programme s’est arrêté
act-reason-trustee-unavailable = un dépositaire est indisponible
act-reason-invalid-message = message invalide
act-reason-other = autre

# Ce qu’on en fait
act-unreadable = Un acte que cette page ne peut pas lire
act-unreadable-detail = Son texte est abîmé ou porte sur un autre scrutin. Ne le signez pas et prévenez les personnes qui gèrent le serveur.
act-proposed-by = Proposé par { $name }, { $when }.
act-exact = Le texte exact qui est signé
act-exact-about = Ce qui est écrit plus haut a été lu dans ce texte et nulle part ailleurs.
act-digest = Son empreinte :
act-state-proposed = Attend des signatures
act-state-submitted = En route vers le registre
act-state-done = Au registre
act-state-refused = Refusé
act-state-withdrawn = Retiré
act-need = { $count ->
    [one] Une personne : { $role }.
   *[other] { $count } personnes : { $role }.
  }
act-need-signed = Ont signé : { $names }.
act-need-waits = Peuvent signer : { $names }.
act-role-clerk = secrétariat
act-role-registrar = registre
act-role-facilitator = animation
act-signed-by = Signé par { $names }.
act-you-have-signed = Vous avez signé. L’acte prend effet quand les autres auront signé.
act-on-its-way = Vous avez signé. L’acte est en route vers le registre.
act-elsewhere = Votre clé n’est pas sur cet appareil. Apportez ici son fichier, ou signez là où elle se trouve :
act-unnamed = Ce scrutin ne connaît aucune de vos clés présentes sur cet appareil. Il a été fixé avec d’autres clés : une autre des personnes nommées ici doit signer, ou vous avec votre clé d’alors :
act-sign = Signer
act-sign-go = Signer l’acte
act-with-key = Avec votre clé { $number } :
act-passphrase = Phrase secrète de votre clé de signature
act-sending = Remise en cours …
act-bad-signature = Le serveur n’accepte pas cette signature.
act-withdraw = Retirer la proposition
act-withdraw-ask = Retirer cette proposition ?
act-withdraw-detail = Les signatures qu’elle porte sont sans effet et rien n’en entre au registre. Elle peut être proposée de nouveau.
