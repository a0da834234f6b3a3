codes-title = Codes de vote
codes-noscript = Les codes sont créés sur votre ordinateur et le serveur ne les voit jamais. Cela nécessite JavaScript.
codes-sign-in-other = Se reconnecter dans une autre fenêtre
codes-clerks-only = Seul le secrétariat crée et annule des codes. Vous voyez ceux qui existent.
codes-no-draft = Le scrutin n’est pas encore rédigé. Les codes pourront être créés dès qu’il aura des secteurs.
codes-sign-list = La liste des codes est signée avant l’ouverture du scrutin
codes-sign-list-detail = Quand tous les lots sont là, le registre et le secrétariat signent la liste. Jusqu’à l’ouverture, on peut ajouter et retirer des lots ; ensuite, on cherche et on annule ici des codes un par un.

codes-batches = Lots existants
codes-batches-more = Afficher plus ({ $count } restants)
codes-no-batches = Ce scrutin n’a pas encore de codes.
codes-total = { $codes ->
    [one] Un code
   *[other] { $codes } codes
  } en { $batches ->
    [one] un lot
   *[other] { $batches } lots
  }{ $void ->
    [0] .
   *[other] , dont { $void } annulés.
  }
codes-codes = { $count ->
    [one] code
   *[other] codes
  }
codes-purpose = Usage
codes-purpose-letter = Lettres
codes-purpose-letter-hint = Une feuille par personne, par la poste.
codes-purpose-card = Cartes
codes-purpose-card-hint = 24 par page, à découper et à distribuer.
codes-purpose-walk-in = Guichet
codes-purpose-walk-in-hint = Pour les personnes qui viennent sans lettre.
codes-purpose-spare = Réserve
codes-purpose-spare-hint = Gardés sous pli, pour remplacer des codes annulés.
codes-district = Secteur
codes-site = Lieu
codes-void = Annulé
codes-batch = Lot
codes-remove = Retirer { $batch }
codes-remove-ask = Retirer ce lot ?
codes-remove-detail = { $count ->
    [one] Son code
   *[other] Ses { $count } codes
  } ne vaudront rien dans ce scrutin, imprimés ou non. Le lot peut être refait avec d’autres codes.
codes-remove-go = Le retirer

codes-new = Nouveau lot
codes-step-form = Plan
codes-step-make = Créer
codes-step-save = Imprimer
codes-step-done = En vigueur
codes-about = Les codes sont créés dans cette fenêtre, sur cet ordinateur. Le serveur ne reçoit que leurs clés publiques, jamais les codes.
codes-count = Nombre de codes
codes-count-hint = Au plus { $max } par lot.
codes-small = Moins de 50 codes en disent long sur qui a voté. Faites si possible un lot plus grand.
codes-choose = Choisir
codes-site-hint = Facultatif : où ces codes sont distribués, p. ex. bibliotheque-nord. Minuscules sans accent, chiffres et tirets.
codes-name = Nom du lot
codes-name-hint = Minuscules sans accent, chiffres et tirets. Il figure dans le registre public.
codes-make = Créer les codes
codes-error-count = Saisissez un nombre de 1 à { $max }.
codes-error-district = Choisissez le secteur dont ces codes reçoivent le bulletin.
codes-error-site = Pour le lieu, utilisez des minuscules sans accent, des chiffres et des tirets, 32 au plus.
codes-error-name = Pour le nom, utilisez des minuscules sans accent, des chiffres et des tirets, 32 au plus.
codes-error-taken = Il existe déjà un lot { $batch }. Choisissez un autre nom.
codes-error-batches = Le scrutin a déjà autant de lots qu’il peut en avoir.
codes-making = Création des codes sur cet ordinateur
codes-made = { $made } sur { $count }
codes-percent = { $percent } pour cent
codes-cancel = Annuler
codes-make-failed = Les codes n’ont pas pu être créés dans ce navigateur. Rien n’a été envoyé. Réessayez, ou prenez un autre navigateur.
codes-sending = Envoi des clés publiques
codes-sent = { $percent } %
codes-interrupted = La connexion a été perdue
codes-interrupted-detail = Vos codes sont toujours là, dans cette fenêtre seulement. Ne la fermez pas ; continuez quand la connexion revient. Ce qui est arrivé n’est pas renvoyé.
codes-go-on = Continuer
codes-drop = Jeter ces codes
codes-drop-ask = Jeter ces codes ? Ce qui en a été imprimé ne vaudra rien.

codes-unsaved = Pas encore en vigueur, et seulement dans cette fenêtre
codes-unsaved-detail = { $count ->
    [one] Un code est
   *[other] { $count } codes sont
  } dans la mémoire de cette fenêtre et nulle part ailleurs. Imprimez ou enregistrez maintenant : si la fenêtre se ferme, ils sont perdus.
codes-again = Certains codes ont dû être refaits parce que leur numéro de série était pris. Ce que vous aviez imprimé ou enregistré ne vaut rien : recommencez.
codes-not-in-force = Le lot n’est pas en vigueur
codes-print-letter = Lettres
codes-print-letter-about = Une feuille A4 par code, dans toutes les langues du scrutin.
codes-print-letter-go = Imprimer les lettres
codes-print-card = Cartes
codes-print-card-about = 24 sur une page A4, avec des repères de coupe. Imprimez à 100 %, sans marges de l’imprimante.
codes-print-card-go = Imprimer les cartes
codes-portion = Codes à imprimer
codes-range = { $from } à { $to }
codes-preparing = Préparation …
codes-list = Liste des numéros de série et des codes
codes-list-about = Un simple fichier (CSV) pour imprimer vous-même. Qui le possède peut voter au nom de toutes ces personnes : gardez-le sous clé et détruisez-le ensuite.
codes-list-go = Enregistrer la liste
codes-separator = Séparateur
codes-separator-semicolon = Point-virgule ;
codes-separator-comma = Virgule ,
codes-separator-tab = Tabulation
codes-mailing = Liste d’envoi
codes-mailing-about = Ajoute un code à chaque ligne de votre fichier d’habitants, pour un publipostage. Le fichier est lu sur cet ordinateur et n’est envoyé nulle part.
codes-roll = Fichier des habitants (CSV, UTF-8)
codes-roll-encoding = Le fichier n’est pas en UTF-8. Enregistrez-le en « CSV UTF-8 » et choisissez-le de nouveau.
codes-roll-quote = Ligne { $line } : un guillemet n’est pas fermé.
codes-roll-width = La ligne { $line } n’a pas autant de colonnes que la première.
codes-roll-empty = Il faut une première ligne avec les noms des colonnes, et au moins une autre.
codes-roll-unreadable = Le fichier n’a pas pu être lu.
codes-roll-no-rows = Aucune ligne ne correspond.
codes-roll-too-many = Il faut { $rows } codes, mais le lot en a { $codes }. Prenez moins de lignes, ou faites un lot plus grand.
codes-roll-read = { $rows ->
    [one] Une ligne
   *[other] { $rows } lignes
  } en { $columns } colonnes, séparées par : { $separator }
codes-roll-enough = { $rows } codes sur { $codes } sont utilisés.
codes-only = Lignes
codes-only-all = Toutes les lignes
codes-only-where = Certaines seulement, selon { $column }
codes-only-is = { $column } est
codes-columns = Colonnes de la liste d’envoi
codes-column = Colonne { $number }
codes-preview = Premières lignes, codes masqués
codes-mailing-go = Enregistrer la liste d’envoi
codes-outputs-none = Rien n’a encore été imprimé ni enregistré.
codes-outputs = Jusqu’ici : { $outputs }.
codes-output-letter = lettres
codes-output-card = cartes
codes-output-mailing = liste d’envoi
codes-output-list = liste
codes-confirm = J’ai imprimé ou enregistré tous les codes de ce lot, et regardé le résultat.
codes-commit = Mettre le lot en vigueur et effacer les codes
codes-committing = Mise en vigueur …
codes-error-nothing-saved = Imprimez ou enregistrez d’abord les codes.
codes-error-unconfirmed = Confirmez que vous avez imprimé ou enregistré tous les codes.
codes-done = Le lot est en vigueur
codes-done-detail = { $count ->
    [one] Un code du lot { $batch } est
   *[other] { $count } codes du lot { $batch } sont
  } sur la liste du scrutin, et effacés de cette fenêtre. Personne ne peut plus les montrer.
codes-another = Faire un autre lot

codes-find = Trouver un code par son numéro de série
codes-find-about = Le numéro de série figure sur la feuille, la carte et la liste d’envoi. Ne demandez jamais le code lui-même.
codes-serial = Numéro de série
codes-find-go = Chercher
codes-error-serial = Un numéro de série a 9 lettres et chiffres, comme 7Q2M-VX0KZ. Il en manque un, ou l’un est faux.
codes-found = Code au numéro de série { $serial }
codes-status-void = Annulé
codes-status-voted = A voté
codes-status-unused = N’a pas voté
codes-ballots = Bulletins
codes-ballots-last = { $count ->
    [one] un, { $when }
   *[other] { $count }, le dernier { $when }
  }
codes-void-when = { $when } : { $reason }
codes-void-one = Annuler ce code
codes-void-voted = Ce code a voté. L’annuler retire le bulletin, et deux personnes du secrétariat doivent signer.
codes-void-unused = Ce code n’a pas voté. Une personne du secrétariat doit signer.
codes-reason = Motif, pour le registre public
codes-reason-lost = Perdu
codes-reason-stolen = Volé
codes-reason-moved = Déménagement
codes-reason-deceased = Décès
codes-reason-wrong-person = Remis à une autre personne
codes-reason-paper-vote = Vote sur papier
codes-reason-duplicate = Remis deux fois
codes-reason-other = Autre
codes-propose-void = Proposer de l’annuler
codes-reissue = Remettre un autre code à la place
codes-reissue-about = Prenez une feuille d’un lot de réserve ou de guichet du même secteur. Le registre nomme ce lot et le numéro de série annulé, jamais le nouveau code.
codes-reissue-none = Il n’y a pas de lot de réserve ni de guichet pour ce secteur.
codes-propose-issue = Proposer la remise
codes-lost-batch = Un lot perdu
codes-void-batch = Annuler un lot entier
codes-void-batch-about = Tous ses codes sont annulés, y compris ceux qui ont voté. Si l’un d’eux a voté, deux personnes du secrétariat doivent signer.
codes-propose-batch-void = Proposer d’annuler le lot
codes-error-reason = Choisissez un motif.
codes-error-batch = Choisissez un lot.
codes-proposed = Proposé. Cela prendra effet une fois signé, ci-dessous.

codes-acts = Actes sur les codes
codes-no-acts = Rien n’a été proposé.
codes-acts-reload = Regarder de nouveau
codes-acts-waiting = En attente de signatures
codes-acts-over = Réglés
codes-acts-older = Afficher les plus anciens

codes-refused-conflict = Le scrutin a déjà un lot de ce nom, ou des parties de celui-ci manquent.
codes-refused-credential-list = Le serveur n’accepte pas ces clés : vérifiez que le secteur existe encore, puis refaites le lot.
codes-refused-credential-unknown = Aucun code de ce scrutin n’a ce numéro de série.
codes-refused-forbidden = Votre rôle ne le permet pas.
codes-refused-not-signed-in = Vous n’êtes plus connecté.
codes-refused-round-state = L’état du scrutin ne le permet pas.
codes-refused-serial-clash = Certains numéros de série sont pris.
