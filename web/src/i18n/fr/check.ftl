check-title = Vérifier un bulletin
check-noscript = Vérifier un reçu ici nécessite JavaScript, car les preuves sont calculées sur votre appareil. Le programme folkmoot-verify fait la même chose.
check-tracker = Numéro de suivi
check-tracker-hint = 20 lettres et chiffres du reçu.
check-start = Vérifier
check-file = Ou un reçu enregistré (fichier en .tlog-proof)
check-kept = Reçus gardés sur cet appareil
check-kept-about = Qui utilise cet appareil peut voir qu’il a servi à voter, pas pour quoi.
check-kept-when = enregistré le { $when }
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
verdict-open = Le vote est encore ouvert : jusqu’à la clôture, vous pouvez remplacer ce bulletin en votant de nouveau.

audit-title = Vérifier un autre téléphone
audit-second = Si un autre appareil a révélé un bulletin chiffré, collez son texte ici. Cet appareil dira ce qu’il contient.
audit-paste = Bulletin révélé
audit-run = Vérifier
audit-failed = La vérification échoue
audit-misread = Ce n’est pas le texte complet d’un bulletin révélé. Copiez-le en entier sur l’autre appareil et collez-le de nouveau.
audit-no-ballot = Ce que l’autre appareil a chiffré n’est pas un bulletin de ce vote. Ne votez pas avec lui et prévenez les personnes qui organisent ce vote.
audit-result = Voici ce que l’autre appareil a chiffré
audit-result-code = Code de contrôle :

elsewhere-title = Reçus d’autres villes
elsewhere-about = { $city } surveille le registre public d’autres villes et en garde une copie. Un fichier de reçu de l’une d’elles se vérifie ici de la même façon, sans interroger cette ville :
elsewhere-policy = Vérifier selon votre propre politique
elsewhere-policy-about = Sans elle, la clé du registre est celle sous laquelle { $city } le surveille, et les témoins sont ceux que le scrutin lui-même nomme. Une tlog-policy venant de quelqu’un en qui vous avez confiance remplace les deux.
elsewhere-policy-text = Politique
elsewhere-policy-file = Ou un fichier de politique
elsewhere-policy-large = Ce fichier est trop grand pour une politique.
abroad-unknown = Un reçu d’une autre ville
abroad-unknown-detail = Ce reçu vient de { $origin }. Aucune copie de ce registre n’est gardée ici. Vérifiez-le sur la page de cette ville, ou dans une ville qui la surveille.
abroad-other-policy = La politique ne correspond pas
abroad-other-policy-detail = La politique que vous avez donnée ne nomme aucune clé de { $origin }, d’où vient ce reçu.
abroad-behind = Pas encore dans la copie
abroad-behind-detail = Ce reçu vient de { $origin }. La copie que garde { $city }, mise à jour pour la dernière fois le { $visited }, ne va pas jusqu’à son bulletin. Revenez plus tard.
abroad-unclear = PAS CERTAIN
abroad-unclear-detail = Ce bulletin est le dernier de son code, mais un lot de codes a été retiré dont les clés manquent dans la copie ({ $batches }). On ne peut pas voir ici si ce code en fait partie.
abroad-until = Cela vaut jusqu’où va la copie, { $visited } ; le scrutin n’était pas encore scellé.
abroad-record = Registre public
abroad-proven-inclusion = Le bulletin est l’entrée { $number } de ce registre, dans un arbre de { $size } entrées signé par la clé du registre.
abroad-proven-signed = { $city } a signé ce même arbre comme témoin, le { $when }. L’autre ville n’a pas été interrogée.
abroad-proven-consistency = Depuis que le reçu a été fait, le registre n’a fait que grandir : l’arbre contient tout ce qui y était alors.
abroad-not-compared = Le reçu a été fait sous un arbre plus récent que celui-ci. Le bulletin se trouve dans les deux à la même place.
abroad-walked = { $count ->
    [one] Aucune entrée n’a suivi ce bulletin dans la copie : la liste ci-dessous est complète jusqu’où va la copie.
   *[other] Il a parcouru les { $count } entrées de ce bulletin à la fin de la copie : la liste ci-dessous est complète jusqu’où va la copie.
  }
abroad-not-walked = Trop d’entrées ont suivi pour les parcourir ici. Chaque bulletin de la liste ci-dessous est prouvé ; qu’il n’y en ait pas d’autre, c’est l’index de cette ville qui le dit.
abroad-own-policy = Selon votre propre politique :
abroad-unproven-heading = Ce qui ne peut pas être prouvé ici
abroad-unproven-later = Ce que l’autre ville a enregistré après le { $visited } : un bulletin ultérieur, ou un retrait du code.
abroad-unproven-definition = Quels témoins le scrutin demande : sa définition manque dans la copie.
abroad-unproven-name = Comment le scrutin s’appelle : noms et textes ne font pas partie du registre.
abroad-unproven-count = Ce que contient le bulletin, et qu’il a été bien compté. Cela se trouve dans le dossier du résultat, que le programme folkmoot-verify vérifie.
