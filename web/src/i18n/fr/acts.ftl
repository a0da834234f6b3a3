# Actes du registre public, que le serveur met en mots
acts-of-round = Actes : { $title }
acts-round-link = Ce qu’ont fait les personnes qui organisent ce vote
acts-lead = Ce qu’ont fait les personnes qui organisent les votes ici, et ce que le serveur a fait de lui-même, tel que cela figure au registre public : quoi, à quel titre, pourquoi et quand. Aucun habitant n’y est nommé, et rien n’y est dit du choix de quiconque.
acts-filter-round = Vote
acts-filter-kind = À quel sujet
acts-filter-role = Par qui
acts-filter-from = Du
acts-filter-to = Au
acts-filter-all = Tout
acts-filter-go = Afficher
acts-filter-reset = Tout afficher
acts-mistake-day = Écrivez les jours sous la forme année-mois-jour, par exemple 2026-01-31.
acts-mistake = Il n’y a rien de ce nom. Choisissez de nouveau ci-dessous.
acts-none = Aucun acte ne correspond à ce choix.
acts-older = Actes plus anciens
acts-newest = Revenir aux plus récents
acts-feed = Suivre (Atom)
acts-data = Comme données (JSON)
acts-whole-city = Actes de toute la ville
acts-entry = Entrée { $index } du registre
acts-in-preparation = Un vote en préparation
acts-reason = Motif : { $reason }
acts-signatures = { $count ->
    [one] avec 1 signature
   *[other] avec { $count } signatures
  }

acts-kind-people = Personnes et fonctions
acts-kind-preparation = Préparation et ouverture
acts-kind-codes = Codes
acts-kind-keys = La clé des dépositaires
acts-kind-voting = Pendant le vote
acts-kind-paper = Bulletins papier
acts-kind-counting = Dépouillement
acts-kind-result = Résultat
acts-kind-erasing = Effacement

acts-role-administrator = Administration
acts-role-facilitator = Animation
acts-role-reviewer = Examen des projets
acts-role-registrar = Registre des codes
acts-role-clerk = Secrétariat
acts-role-trustee = Dépositaire
acts-role-observer = Observation
acts-role-server = Serveur

did-log-start = Ce registre continue un registre précédent, clos en public.
did-staff = Un acte concernant les comptes : { $act }.
did-invitation = Un lien a été créé pour qu’une personne du personnel mette en place son accès.
did-withdraw-invitation = Un lien de mise en place d’un accès a été retiré.
did-end-access = Une personne du personnel a perdu tout accès.
did-add-assembly = L’assemblée { $assembly } a été ajoutée.
did-give = Une fonction a été donnée : { $role } de { $assembly }.
did-give-city = Une fonction a été donnée : { $role }.
did-take = Une fonction a été retirée : { $role } de { $assembly }.
did-take-city = Une fonction a été retirée : { $role }.
did-draft = Un vote a été commencé pour l’assemblée { $assembly }.
did-draft-successor = Un vote a été commencé pour l’assemblée { $assembly }, à la place d’un vote annulé.
did-definition = Le vote a été fixé : ses listes, ses règles et ses dates peuvent être lues, et plus modifiées.
did-batch-merge = De petits lots de codes ont été réunis dans le lot { $into }.
did-credential-list = La liste des codes a été signée. Elle compte { $total ->
    [one] 1 code
   *[other] { $total } codes
  }.
did-trustee-commit = Le dépositaire { $trustee } s’est engagé sur une clé pour ce vote.
did-trustee-join = Le dépositaire { $trustee } a révélé cette clé.
did-dkg-message = Le dépositaire { $trustee } a fait l’étape { $step } sur 2 de la création de la clé du vote.
did-dkg-restart = La création de la clé a été recommencée. C’est l’essai { $attempt }.
did-opening = Le vote a été ouvert.
did-acknowledgement = Le dépositaire { $trustee } a vérifié l’ouverture et l’a confirmée.
did-addition = Des codes ont été ajoutés : { $total }.
did-issue = Un code de réserve du lot { $batch } a été remis.
did-reissue = Un code de réserve du lot { $batch } a été remis à la place du code { $serial }.
did-void = Le code de numéro de série { $serial } a été retiré.
did-batch-void = Tous les codes du lot { $batch } ont été retirés.
did-extension = Le vote a été prolongé. Il se termine désormais { $when }.
did-note = Un incident a été consigné.
did-voting-closed = Le vote a pris fin.
did-paper = Des bulletins de { $site }, urne { $box }, ont été saisis : { $valid } valides, { $blank } blancs, { $invalid } nuls, { $spoiled } gâtés, sur { $issued } remis.
did-paper-totals = Les totaux des bulletins de { $site } ont été saisis : { $valid } valides, { $blank } blancs, { $invalid } nuls, { $spoiled } gâtés, sur { $issued } remis.
did-sealing = Le vote a été scellé : les bulletins qui sont comptés ne peuvent plus changer.
did-draw-source = La valeur publique qui départage les ex æquo a été saisie ({ $source }).
did-mix = Le dépositaire { $trustee } a mélangé les bulletins de la liste { $contest }.
did-chain-restart = Le mélange des bulletins de la liste { $contest } a été recommencé.
did-mixing-done = Les bulletins de la liste { $contest } sont mélangés.
did-share = Le dépositaire { $trustee } a fait sa part pour ouvrir la liste { $contest }.
did-counted = Les bulletins ont été dépouillés.
did-certified = Le résultat a été certifié.
did-published = Le résultat a été publié.
did-correction = Un autre résultat a pris la place du précédent.
did-annulment = Le vote a été annulé.
did-annulment-successor = Le vote a été annulé. Ses codes restent bons pour celui qui le remplace.
did-destruction = Le dépositaire { $trustee } a détruit sa part de la clé.
did-purge = Des données devenues inutiles ont été effacées : { $what ->
    [marks] marques contre la double remise
    [sessions] sessions
   *[ciphertexts] bulletins chiffrés
  }.

reason-lost = perdu
reason-stolen = volé
reason-moved = déménagement
reason-deceased = décès
reason-wrong-person = remis à la mauvaise personne
reason-paper-vote = vote sur papier
reason-duplicate = remis deux fois
reason-other = autre
reason-outage = le service n’était pas joignable
reason-attack = une attaque
reason-access = un lieu de vote ou un appareil n’était pas accessible
reason-delivery = des lettres ou des codes sont arrivés en retard
reason-on-time = l’heure annoncée était venue
reason-everyone-voted = tout le monde avait voté
reason-assembly-ended = l’assemblée était terminée
reason-definition-error = une erreur dans la définition
reason-failure = une défaillance
reason-court-order = une décision de justice
reason-count-error = une erreur de dépouillement
reason-crash = un programme ou un appareil est tombé en panne
reason-trustee-unavailable = un dépositaire n’était pas joignable
reason-invalid-message = un dépositaire a envoyé quelque chose d’incorrect
