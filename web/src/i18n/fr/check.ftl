check-title = Vérifier un bulletin
check-noscript = Vérifier un reçu ici nécessite JavaScript, car les preuves sont calculées sur votre appareil. Le programme folkmoot-verify fait la même chose.
check-tracker = Numéro de suivi
check-tracker-hint = 20 lettres et chiffres du reçu.
check-start = Vérifier
check-file = Ou un reçu enregistré (fichier en .tlog-proof)
check-kept = Reçus gardés sur cet appareil
check-kept-about = Qui utilise cet appareil peut voir qu’il a servi à voter, pas pour quoi.
check-kept-one = { $tracker }, enregistré le { $when }
checking = Vérification…
check-no-tracker = Ceci n’est pas un numéro de suivi : il faut 20 lettres et chiffres.
check-no-receipt = Ce fichier n’est pas un reçu.
check-unknown = Le registre public ne contient aucun bulletin portant ce numéro de suivi.
check-missing = Le reçu est authentique, mais le serveur ne trouve pas son bulletin. Gardez le fichier et prévenez les personnes qui organisent le vote.
check-proven-heading = Ce que cet appareil a vérifié
check-proven-inclusion = Le bulletin est l’entrée { $number } du registre public, dans un arbre de { $size } entrées signé avec la clé du registre.
check-proven-consistency = Depuis, le registre public n’a fait que grandir : ses { $size } entrées d’aujourd’hui contiennent toutes celles d’alors.
check-waiting = En attente des témoins
check-waiting-again = Vérifiez de nouveau plus tard. Si cela dure un jour, gardez le reçu et prévenez les personnes qui organisent ce vote.
check-walked = { $count ->
    [one] Aucune entrée n’a encore suivi ce bulletin : la liste ci-dessous est complète.
   *[other] Il a parcouru les { $count } entrées depuis ce bulletin : la liste ci-dessous est complète.
  }
check-walked-sealed = Il a parcouru les { $count } entrées depuis ce bulletin jusqu’au scellement du scrutin : la liste ci-dessous est complète et définitive.
check-not-walked = Trop d’entrées ont suivi pour être parcourues ici : la liste ci-dessous est celle que donne le serveur. Le programme folkmoot-verify la vérifie avec tout le registre.
check-disagrees = La liste que le serveur donne pour ce code est différente
check-disagrees-detail = Ce que vous voyez ici est ce que prouve le registre public. Gardez le reçu et prévenez les personnes qui organisent le vote.
check-round = Scrutin
check-all-heading = Tous les bulletins de ce code
verdict-missing = NON RÉPERTORIÉ
verdict-counts-detail = Ce bulletin est le dernier de son code.
verdict-replaced-detail = Un bulletin ultérieur du même code compte à sa place.
verdict-withdrawn-detail = Le code de ce bulletin a été retiré : aucun de ses bulletins ne compte.
verdict-missing-detail = Le registre public contient ce bulletin, mais le serveur ne le montre pas. Gardez le reçu et prévenez les personnes qui organisent le vote.
verdict-open = Le vote est encore ouvert : il peut être remplacé jusqu’à la clôture.

audit-title = Vérifier un autre téléphone
audit-second = Si un autre appareil a révélé un bulletin chiffré, collez son texte ici. Cet appareil dira ce qu’il contient.
audit-paste = Bulletin révélé
audit-run = Vérifier
audit-failed = La vérification échoue
audit-result = Voici ce que l’autre appareil a chiffré
audit-result-code = Code de contrôle :
