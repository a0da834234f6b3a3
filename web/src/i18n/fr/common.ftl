# Cadre de toutes les pages
site-skip = Aller au contenu
site-navigation = Site
site-languages = Langues
site-rounds = Scrutins
site-check = Vérifier un bulletin
site-staff = Pour l’équipe
site-desks = Équipe
site-footer = Folkmoot est un logiciel libre (AGPL‑3.0‑or‑later). Chacun peut vérifier le registre public.
site-acts = Actes du personnel

loading = Chargement…
load-failed = Le chargement n’a pas abouti
try-again = Réessayer
back = Retour
closes = Le vote se termine le { $when }.
rehearsal = Répétition : rien ici ne compte
steps-label = Étapes
steps-done = (terminé)
close-dialog = Fermer
error-summary-title = Il y a un problème
option-number = N° { $number }
option-more = En savoir plus : { $title }

failure-network = Aucune réponse n’est arrivée. Vérifiez la connexion et réessayez.
failure-server = Le serveur n’a pas pu répondre. Réessayez dans un instant.
failure-not-found = Ce scrutin n’existe pas.
failure-not-open = Ce scrutin n’est pas ouvert au vote.
failure-check = Ce que le serveur a envoyé ne résiste pas aux vérifications. Ne vous y fiez pas et prévenez les personnes qui organisent le vote.
failure-log-key = Le serveur présente une autre clé du registre public qu’auparavant sur cet appareil. N’allez pas plus loin et prévenez les personnes qui organisent le vote.

check-code-heading = Code de contrôle
receipt-when = Enregistré
receipt-tracker = Numéro de suivi
lines-serial = Code portant le numéro de série { $serial }
lines-none = Aucun bulletin n’a été déposé avec ce code.
lines-void = Ce code a été retiré le { $when }.
void-lost = Motif : perdu.
void-stolen = Motif : volé.
void-moved = Motif : déménagement.
void-deceased = Motif : décès.
void-wrong-person = Motif : remis à une autre personne.
void-paper-vote = Motif : vote sur papier.
void-duplicate = Motif : remis deux fois.
void-other = Motif : autre.
verdict-counts = COMPTE
verdict-replaced = REMPLACÉ
verdict-withdrawn = RETIRÉ
witnesses-nobody = Seule la ville elle-même surveille ce registre. Il faut lui faire confiance pour montrer le même à tout le monde.
witnesses-waiting = Les témoins n’ont pas encore signé le registre public avec ce bulletin. Ils le font toutes les quelques minutes.
witnesses-seen = Le registre public avec ce bulletin a été signé par { $names }, en dernier { $when }. Sans leur aide, on ne peut montrer un autre registre à personne.

picked-blank = Rien n’est choisi : pas de vote sur cette liste.
picked-cost = Au total
picked-left-money = Vous pourriez encore dépenser { $amount }.
picked-left-choices = { $count ->
    [one] Vous pourriez en choisir encore un.
   *[other] Vous pourriez en choisir encore { $count }.
  }
picked-left-points = { $count ->
    [one] Vous pourriez donner encore un point.
   *[other] Vous pourriez donner encore { $count } points.
  }
points-given = { $points ->
    [one] { $points } point
   *[other] { $points } points
  }
rank-place = Rang { $place }
score-given = Note { $score }
answer-none = Sans réponse
answer-yes = Oui
answer-no = Non
answer-abstain = Abstention
