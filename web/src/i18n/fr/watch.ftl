# Le bureau pendant le vote
watch-title = Suivi
watch-noscript = Suivre un vote demande JavaScript.
watch-as-of = État : { $when }.
watch-stale = Ceci n’est pas le plus récent
watch-not-open = Le vote n’a pas été ouvert : il n’y a pas encore de participation.

watch-attention = Ce qui demande attention
watch-attention-count = { $count ->
    [0] Rien ne demande attention pour le moment.
    [one] Une chose demande attention.
   *[other] { $count } choses demandent attention.
  }
alert-level-ok = En ordre
alert-level-unknown = Inconnu
alert-level-warning = À regarder
alert-level-critical = Urgent
alert-witnesses = Témoins
alert-witnesses-none = Le registre de cette ville n’a pas de témoins.
alert-witnesses-fine = Tous les témoins ont signé le registre récemment.
alert-witness-never = { $name } n’a pas encore signé le registre le plus récent.
alert-witness-late = { $name } a signé pour la dernière fois { $when }.
alert-unwitnessed = Les entrées depuis { $when } ont trop peu de témoins.
alert-witnesses-do = Le vote continue. Demandez aux personnes du témoin si leur serveur fonctionne et joint celui-ci ; sans témoins le dépouillement ne peut pas commencer.
alert-trustees = Dépositaires
alert-trustees-none = Personne n’est attendu.
alert-trustees-wait = { $step } : { $needed } parmi { $names } attendus, depuis { $when }.
alert-trustees-wait-elsewhere = Dans un autre vote, { $step } : { $needed } parmi { $names } attendus, depuis { $when }.
alert-step-commit = Début de la clé
alert-step-join = Adhésion à la clé
alert-step-message = Création de la clé
alert-step-signature = Confirmation de la clé
alert-step-acknowledgement = Confirmation de l’ouverture
alert-step-mix = Mélange
alert-step-share = Ouverture des bulletins
alert-trustees-do = Appelez-les : le programme sur leur ordinateur dit ce qu’il attend.
alert-clock = Horloges
alert-clock-database = { $seconds ->
    [one] Les horloges du serveur et de la base de données diffèrent de { $seconds } seconde.
   *[other] Les horloges du serveur et de la base de données diffèrent de { $seconds } secondes.
  }
alert-clock-witness = { $seconds ->
    [one] Le dernier témoin à signer diffère de { $seconds } seconde.
   *[other] Le dernier témoin à signer diffère de { $seconds } secondes.
  }
alert-clock-do = L’horloge du serveur décide de la fin du vote. Demandez à l’exploitant si les machines se règlent par NTP.
alert-disk = Disques
alert-disk-data = Dossier des données : { $percent } % libres.
alert-disk-data-unknown = Dossier des données : inconnu.
alert-disk-database = Base de données : { $percent } % libres.
alert-disk-database-unknown = Base de données : espace libre inconnu.
alert-disk-do = Un disque plein arrête le vote. Demandez à l’exploitant de faire de la place, ou d’indiquer où est la base de données (option database_folder).
alert-backup = Sauvegarde
alert-backup-unknown = Le serveur ne sait pas quand les sauvegardes sont faites.
alert-backup-never = Aucune sauvegarde n’a encore été faite.
alert-backup-last = Dernière : { $when }.
alert-backup-do = Demandez à l’exploitant de regarder la sauvegarde, ou de la signaler au serveur (option backup_marker).
alert-sequencer = Registre public
alert-sequencer-fine = Les bulletins et les actes sont enregistrés.
alert-sequencer-stopped = Rien n’a été enregistré depuis { $when }. On dit aux votants de réessayer ; ils ne perdent rien.
alert-sequencer-do = Appelez l’exploitant maintenant. Le serveur reprend de lui-même quand ce qu’il indique est réparé.

watch-turnout = Participation
watch-rounded = Nombres arrondis
watch-rounded-detail = Votre fonction voit des dizaines, état : { $when }, pour qu’aucun vote ne se remarque.
watch-voters = Votants
watch-ballots = Bulletins
watch-listed = Codes
watch-withdrawn = Retirés
watch-share = { $percent } % de { $listed } codes
watch-ballots-about = avec ceux qu’un bulletin ultérieur a remplacés
watch-withdrawn-about = votants dont le code a été retiré
watch-percent = { $percent } %
watch-part = Où
watch-hours = Par heure
watch-hours-none = Personne n’a encore voté.
watch-hours-again = Ont voté de nouveau
watch-hours-alt = { $count ->
    [one] Une colonne
   *[other] { $count } colonnes
  } ; la plus haute est { $name } avec { $voters } votants. Le tableau ci-dessous a tous les nombres.
watch-hour = Heure
watch-table = Les nombres en tableau
watch-channels = Selon la remise des codes
watch-channel-letter = Lettres
watch-channel-card = Cartes
watch-channel-walk-in = Au bureau
watch-channel-spare = Codes de réserve
watch-sites = Par lieu
watch-no-site = Sans lieu
watch-districts = Par quartier

watch-visits = Jusqu’où vont les gens
watch-visits-about = Visites de la page de vote, en sommes par jour. Personne n’est suivi : une visite dit qu’elle est arrivée à une étape, et rien d’autre. Les appareils des lieux de vote ne comptent pas.
watch-visits-rounded = Votre fonction voit les jours terminés, en dizaines.
watch-visits-none = Aucune visite n’a encore été comptée.
watch-visits-day = Jour
watch-visits-all = Tous les jours
watch-visits-count = Visites
watch-visits-kept = De l’étape précédente
watch-step = Étape
watch-step-opened = A ouvert le bulletin
watch-step-chosen = A choisi quelque chose
watch-step-reviewed = A relu
watch-step-code = A saisi un code
watch-step-cast = A déposé le bulletin

watch-incidents = Prolongations et incidents
watch-incidents-about = Les deux sont aussitôt publics, avec un motif pris dans une liste et sans nom.
watch-incidents-public = Comme tout le monde les voit
watch-incidents-clerks = Le secrétariat de ce vote les propose et les signe.
watch-extend = Prolonger le vote
watch-note = Consigner un incident
watch-note-about = Cela ne change rien, et dit en public que quelque chose s’est passé.
watch-note-go = Proposer la note
