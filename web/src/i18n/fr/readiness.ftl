# What a draft lacks (docs/api/openapi.json, Finding), and what is wrong with a file (ImportFault)
readiness-missing = Manque : { $what ->
    [kind] réel ou répétition
    [languages] les langues
    [currency] la monnaie
    [minor-digits] la monnaie
    [revoting] si l’on peut changer son vote
    [totals-only-paper] si le papier peut être en totaux seulement
    [pruning-years] les années avant effacement des bulletins chiffrés
    [roll-size] le nombre de personnes sur la liste
    [roll-cap] le nombre maximal de codes
    [zone] le fuseau horaire
    [open] l’ouverture du vote
    [close] la fermeture du vote
    [additions-end] jusqu’à quand ajouter des codes
    [grace] la tolérance
    [objection] le délai d’objection
    [complaint] le délai de réclamation
    [contests] une liste
    [districts] un secteur
    [district-contests] les listes d’un secteur
    [projects] les projets d’une liste
    [conflicts] les exclusions d’une liste
    [cost] le coût d’un projet
    [envelope] l’argent d’une liste
    [form] comment marquer une liste
    [rule] comment dépouiller une liste
    [pool-min] le minimum de votants
    [below-pool-min] ce qui se passe avec trop peu de votants
    [facilitators] une personne de l’animation
    [registrars] une personne du registre
    [clerks] une personne du secrétariat
    [act-signers] combien signent les actes
    [clerks-required] combien certifient
    [threshold] combien de dépositaires ouvrent
    [trustee-name] le nom d’un dépositaire
    [draw] comment départager les égalités
    [beacon] la balise
    [beacon-round] le tour de la balise
    [witness-policy] qui surveille le registre
   *[other] { $what }
  }.
readiness-title-missing = Pas de titre en { $language } : { $kind ->
    [round] le scrutin
    [contest] la liste
    [district] le secteur
    [category] la catégorie
   *[other] le projet
  } { $name }
readiness-translation-missing = Pas traduit ({ $language }) : { $kind ->
    [round] le scrutin
    [contest] la liste
    [district] le secteur
    [category] la catégorie
   *[other] le projet
  } { $name }
readiness-text-invalid = Un texte en { $language } n’est pas valable : { $kind ->
    [round] le scrutin
    [contest] la liste
    [district] le secteur
    [category] la catégorie
   *[other] le projet
  } { $name } ({ $detail })
readiness-picture-unknown = Le serveur n’a pas l’image : { $kind ->
    [round] le scrutin
    [contest] la liste
    [district] le secteur
    [category] la catégorie
   *[other] le projet
  } { $name }
readiness-picture-text-missing = L’image n’est pas décrite en { $language } : { $kind ->
    [round] le scrutin
    [contest] la liste
    [district] le secteur
    [category] la catégorie
   *[other] le projet
  } { $name }
readiness-language-not-of-round = Un texte en { $language }, qui n’est pas une langue du scrutin : { $kind ->
    [round] le scrutin
    [contest] la liste
    [district] le secteur
    [category] la catégorie
   *[other] le projet
  } { $name }
readiness-language-invalid = « { $language } » n’est pas une langue.
readiness-id-invalid = « { $id } » ne peut pas être un identifiant : { $kind ->
    [round] le scrutin
    [contest] la liste
    [district] le secteur
    [category] la catégorie
   *[other] le projet
  }
readiness-id-double = L’identifiant « { $id } » figure deux fois : { $kind ->
    [round] le scrutin
    [contest] la liste
    [district] le secteur
    [category] la catégorie
   *[other] le projet
  }
readiness-rehearsal = C’est une répétition : elle ne pourra jamais être certifiée.
readiness-codes-over-cap = Il y a { $listed } codes, mais { $cap } au plus sont permis.
readiness-cap-below-roll = Au plus { $cap } codes pour { $size } personnes sur la liste : tous ne pourraient pas voter.
readiness-zone-unknown = Le fuseau horaire { $zone } n’existe pas.
readiness-close-before-open = Le vote fermerait ({ $close }) avant son ouverture ({ $open }).
readiness-close-past = La fermeture est passée : { $close }.
readiness-open-past = L’ouverture est passée : le vote commence dès que l’ouverture est signée.
readiness-additions-after-close = Des codes pourraient être ajoutés ({ $additions }) après la fermeture ({ $close }).
readiness-grace-too-long = La tolérance est d’au plus { $max } minutes.
readiness-objection-none = Il n’y a pas de délai d’objection : personne ne pourrait réclamer avant le déchiffrement.
readiness-complaint-none = Il n’y a pas de délai de réclamation après le résultat.
readiness-definition = Ceci ne peut pas être fixé : { $detail }
readiness-envelope-below-all = { $contest } : même le projet le moins cher ({ $cheapest }) dépasse l’argent de la liste ({ $envelope }) : rien ne peut gagner.
readiness-projects-above-envelope = { $contest } : { $count } dépassent l’argent de la liste et ne peuvent pas gagner, p. ex. { $project }.
readiness-envelope-enough-for-all = { $contest } : tous les projets coûtent ensemble { $sum } et il y a { $envelope } : il n’y a rien à décider.
readiness-conflicts-with-rule = { $contest } : sa règle de dépouillement ne connaît pas d’exclusions.
readiness-conflict-too-small = { $contest } : un ensemble d’exclusions compte moins de deux projets.
readiness-conflict-double = { $contest } : { $project } figure deux fois dans un ensemble d’exclusions.
readiness-conflict-unknown = { $contest } : un ensemble d’exclusions nomme { $project }, absent de la liste.
readiness-form-invalid = { $contest } : les limites du bulletin ne s’accordent pas ({ $detail }).
readiness-form-more-than-projects = { $contest } : on peut en marquer jusqu’à { $max }, mais il n’y en a que { $projects }.
readiness-rule-invalid = { $contest } : la règle de dépouillement est illisible ({ $detail }).
readiness-rule-form = { $contest } : cette règle ne peut pas dépouiller ce type de bulletins.
readiness-patterns = { $contest } : un bulletin peut être marqué de { $bound ->
    [at-most] au plus { $patterns }
    [at-least] au moins { $patterns }
   *[exact] { $patterns }
  } façons, et il y a { $listed } codes. Les bulletins sont publiés un par un après mélange : qui achète ou extorque des votes peut demander un motif rare et le chercher. Des formes plus simples et des limites plus petites aident.
readiness-pool-small = { $contest } : seulement { $listed } codes, et au moins { $minimum } doivent voter : il pourrait y en avoir trop peu.
readiness-contest-without-district = { $contest } ne figure sur le bulletin de personne.
readiness-district-contest-double = Un secteur a deux fois la liste { $contest }.
readiness-district-contest-unknown = Un secteur a une liste qui n’existe pas : { $contest }.
readiness-codes-none = Il n’y a pas encore de codes : le secrétariat les crée avant l’ouverture.
readiness-district-without-codes = Il n’y a pas de codes pour le secteur { $district }.
readiness-codes-without-district = Le lot { $batch } est pour le secteur { $district }, qui n’existe pas.
readiness-lot-none = { $contest } : les numéros ne sont pas tirés au sort. Le premier a un avantage.
readiness-lot-invalid = { $contest } : le tirage est illisible ({ $detail }).
readiness-lot-stale = { $contest } : des projets ont changé depuis le tirage de leurs numéros. Tirez à nouveau.
readiness-person-unknown = Personne n’a l’identifiant « { $login } ».
readiness-person-double = { $name } figure deux fois pour une fonction.
readiness-person-without-key = { $name } ({ $login }) n’a pas encore de clé de signature.
readiness-person-without-role = { $name } ({ $login }) n’a pas la fonction dans cette assemblée et ne peut donc pas agir.
readiness-clerk-names = Les noms de deux membres du secrétariat ne se distinguent pas dans les fichiers : { $name }, { $other }.
readiness-too-few-clerks = { $needed } membres du secrétariat doivent signer, mais { $clerks } sont nommés.
readiness-one-signer = Une personne seule peut agir là où deux sont l’usage. Les électeurs en sont informés.
readiness-trustee-without-key = Le dépositaire { $number } ({ $name }) n’a pas encore de clé publique.
readiness-trustee-key-double = { $name } et { $other } ont la même clé.
readiness-too-few-trustees = { $trustees } dépositaires nommés : au moins deux, ou le serveur seul.
readiness-threshold-range = Au moins deux dépositaires ouvrent les bulletins, au plus tous.
readiness-threshold-all = Tous les dépositaires sont nécessaires : si l’un disparaît, il n’y a pas de résultat.
readiness-draw-needed = Les égalités sont tirées au sort, mais aucune source n’est nommée.
readiness-draw-by-trustees = Avec des dépositaires, ce sont eux qui départagent.
readiness-draw-in-public = Le serveur seul ne peut pas tirer au sort : par des dés en public ou une balise.
readiness-server-key = Le serveur n’a pas encore donné sa clé. Réessayez dans un instant.
readiness-server-alone = Le serveur seul garde la clé : qui le gère pourrait lire les bulletins. Les électeurs en sont informés.
readiness-witnesses-none = Personne d’extérieur ne surveille le registre. Les électeurs en sont informés.
readiness-witnesses-not-asked = Le registre de cette ville n’a pas de témoins : le scrutin les attendrait toujours.
readiness-witness-policy-invalid = La politique des témoins est illisible : { $detail }
import-column-unknown = La colonne « { $name } » n’existe pas.
import-column-double = La colonne « { $name } » figure deux fois.
import-column-missing = La colonne « { $name } » manque.
import-too-many-cells = Plus de cellules que les { $columns } colonnes.
import-id-missing = Le projet n’a pas d’id.
import-id-invalid = « { $value } » ne peut pas être un id.
import-id-double = L’id « { $value } » figure déjà à la ligne { $first }.
import-cost-missing = { $id } n’a pas de coût.
import-cost-invalid = « { $value } » n’est pas un montant : des chiffres, un point avant les décimales.
import-cost-decimals = « { $value } » a plus de { $digits } décimales.
import-cost-range = « { $value } » est trop grand.
import-category-invalid = « { $value } » ne peut pas être une catégorie.
import-title-missing = Pas de titre en { $language }.
import-picture-unknown = Le serveur n’a pas l’image { $value }.
import-text-invalid = Un texte en { $language } n’est pas valable ({ $detail }).
import-too-many-projects = Plus de { $max } projets.
import-pabulib = Le fichier Pabulib est illisible : { $detail }
