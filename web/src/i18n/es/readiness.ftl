# What a draft lacks (docs/api/openapi.json, Finding), and what is wrong with a file (ImportFault)
readiness-missing = Falta: { $what ->
    [kind] si es real o ensayo
    [languages] los idiomas
    [currency] la moneda
    [minor-digits] la moneda
    [revoting] si se puede cambiar el voto
    [totals-only-paper] si el papel puede ser solo totales
    [pruning-years] los años hasta poder borrar papeletas cifradas
    [roll-size] las personas del censo
    [roll-cap] el máximo de códigos
    [zone] la zona horaria
    [open] la apertura de la votación
    [close] el cierre de la votación
    [additions-end] hasta cuándo se añaden códigos
    [grace] el margen
    [objection] el plazo de objeciones
    [complaint] el plazo de reclamación
    [contests] una lista
    [districts] un distrito
    [district-contests] las listas de un distrito
    [projects] los proyectos de una lista
    [conflicts] las exclusiones de una lista
    [cost] el coste de un proyecto
    [envelope] el dinero de una lista
    [form] cómo se marca una lista
    [rule] cómo se cuenta una lista
    [pool-min] el mínimo de votantes para contar
    [below-pool-min] qué pasa con muy pocos votantes
    [facilitators] alguien de dinamización
    [registrars] alguien del registro
    [clerks] alguien de secretaría
    [act-signers] cuántas personas firman los actos
    [clerks-required] cuántas personas certifican
    [threshold] cuántas personas abren las papeletas
    [trustee-name] el nombre de una persona de confianza
    [draw] cómo se sortean los empates
    [beacon] el faro
    [beacon-round] la ronda del faro
    [witness-policy] quién vigila el registro
   *[other] { $what }
  }.
readiness-title-missing = Sin título en { $language }: { $kind ->
    [round] la votación
    [contest] la lista
    [district] el distrito
    [category] la categoría
   *[other] el proyecto
  } { $name }
readiness-translation-missing = Sin traducir ({ $language }): { $kind ->
    [round] la votación
    [contest] la lista
    [district] el distrito
    [category] la categoría
   *[other] el proyecto
  } { $name }
readiness-text-invalid = Un texto en { $language } no vale: { $kind ->
    [round] la votación
    [contest] la lista
    [district] el distrito
    [category] la categoría
   *[other] el proyecto
  } { $name } ({ $detail })
readiness-picture-unknown = El servidor no tiene la imagen: { $kind ->
    [round] la votación
    [contest] la lista
    [district] el distrito
    [category] la categoría
   *[other] el proyecto
  } { $name }
readiness-picture-text-missing = La imagen no está descrita en { $language }: { $kind ->
    [round] la votación
    [contest] la lista
    [district] el distrito
    [category] la categoría
   *[other] el proyecto
  } { $name }
readiness-language-not-of-round = Un texto en { $language }, que no es idioma de la votación: { $kind ->
    [round] la votación
    [contest] la lista
    [district] el distrito
    [category] la categoría
   *[other] el proyecto
  } { $name }
readiness-language-invalid = «{ $language }» no es un idioma.
readiness-id-invalid = «{ $id }» no puede ser un identificador: { $kind ->
    [round] la votación
    [contest] la lista
    [district] el distrito
    [category] la categoría
   *[other] el proyecto
  }
readiness-id-double = El identificador «{ $id }» está dos veces: { $kind ->
    [round] la votación
    [contest] la lista
    [district] el distrito
    [category] la categoría
   *[other] el proyecto
  }
readiness-rehearsal = Es un ensayo: nunca se podrá certificar.
readiness-codes-over-cap = Hay { $listed } códigos, pero se permiten { $cap } como máximo.
readiness-cap-below-roll = Como máximo { $cap } códigos para { $size } personas del censo: no todas podrían votar.
readiness-zone-unknown = No existe la zona horaria { $zone }.
readiness-close-before-open = La votación se cerraría ({ $close }) antes de abrirse ({ $open }).
readiness-close-past = El cierre ya ha pasado: { $close }.
readiness-open-past = La apertura ya ha pasado: la votación empieza en cuanto se firme la apertura.
readiness-additions-after-close = Se podrían añadir códigos ({ $additions }) después del cierre ({ $close }).
readiness-grace-too-long = El margen es de { $max } minutos como máximo.
readiness-objection-none = No hay plazo de objeciones: nadie podría reclamar antes del descifrado.
readiness-complaint-none = No hay plazo de reclamación tras el resultado.
readiness-definition = Esto no se puede fijar: { $detail }
readiness-envelope-below-all = { $contest }: hasta el proyecto más barato ({ $cheapest }) cuesta más que el dinero de la lista ({ $envelope }): nada puede ganar.
readiness-projects-above-envelope = { $contest }: { $count } cuestan más que el dinero de la lista y no pueden ganar, p. ej. { $project }.
readiness-envelope-enough-for-all = { $contest }: todos los proyectos juntos cuestan { $sum } y hay { $envelope }: no hay nada que decidir.
readiness-conflicts-with-rule = { $contest }: su regla de recuento no conoce exclusiones.
readiness-conflict-too-small = { $contest }: un conjunto de exclusiones tiene menos de dos proyectos.
readiness-conflict-double = { $contest }: { $project } está dos veces en un conjunto de exclusiones.
readiness-conflict-unknown = { $contest }: un conjunto de exclusiones nombra { $project }, que no está en la lista.
readiness-form-invalid = { $contest }: los límites de la papeleta no casan entre sí ({ $detail }).
readiness-form-more-than-projects = { $contest }: se pueden marcar hasta { $max }, pero solo hay { $projects }.
readiness-rule-invalid = { $contest }: no se puede leer la regla de recuento ({ $detail }).
readiness-rule-form = { $contest }: esta regla no puede contar papeletas de este tipo.
readiness-patterns = { $contest }: una papeleta se puede marcar de { $bound ->
    [at-most] como máximo { $patterns }
    [at-least] al menos { $patterns }
   *[exact] { $patterns }
  } maneras y hay { $listed } códigos. Las papeletas se publican una a una tras mezclarlas: quien compra o fuerza votos puede pedir un patrón raro y buscarlo. Ayudan formas más simples y límites menores.
readiness-pool-small = { $contest }: solo { $listed } códigos, y deben votar al menos { $minimum }: pueden resultar muy pocos.
readiness-contest-without-district = { $contest } no está en la papeleta de nadie.
readiness-district-contest-double = Un distrito tiene dos veces la lista { $contest }.
readiness-district-contest-unknown = Un distrito tiene una lista que no existe: { $contest }.
readiness-codes-none = Aún no hay códigos: secretaría los crea antes de la apertura.
readiness-district-without-codes = No hay códigos para el distrito { $district }.
readiness-codes-without-district = El lote { $batch } es para el distrito { $district }, que no existe.
readiness-lot-none = { $contest }: los números no se han sorteado. Quien va primero tiene ventaja.
readiness-lot-invalid = { $contest }: no se puede leer el sorteo ({ $detail }).
readiness-lot-stale = { $contest }: los proyectos cambiaron después del sorteo de sus números. Vuelva a sortear.
readiness-person-unknown = Nadie tiene el usuario «{ $login }».
readiness-person-double = { $name } figura dos veces en una función.
readiness-person-without-key = { $name } ({ $login }) aún no tiene clave de firma.
readiness-person-without-role = { $name } ({ $login }) no tiene la función en esta asamblea y no puede actuar.
readiness-clerk-names = Los nombres de dos personas de secretaría no se distinguen en los archivos: { $name }, { $other }.
readiness-too-few-clerks = Deben firmar { $needed } personas de secretaría, pero hay { $clerks }.
readiness-one-signer = Una persona sola puede actuar donde lo normal son dos. Se dice a quien vota.
readiness-trustee-without-key = La persona de confianza { $number } ({ $name }) aún no tiene clave pública.
readiness-trustee-key-double = { $name } y { $other } tienen la misma clave.
readiness-too-few-trustees = Hay { $trustees } personas de confianza: al menos dos, o solo el servidor.
readiness-threshold-range = Abren las papeletas al menos dos personas y como máximo todas.
readiness-threshold-all = Hacen falta todas las personas de confianza: si se pierde una, no hay resultado.
readiness-draw-needed = Los empates se sortean, pero no hay fuente.
readiness-draw-by-trustees = Con personas de confianza, ellas sortean los empates.
readiness-draw-in-public = El servidor solo no puede sortear: con dados en público o con un faro.
readiness-server-key = El servidor aún no ha dicho su clave. Inténtelo dentro de un momento.
readiness-server-alone = Solo el servidor tiene la clave: quien lo maneja podría leer las papeletas. Se dice a quien vota.
readiness-witnesses-none = Nadie de fuera vigila el registro. Se dice a quien vota.
readiness-witnesses-not-asked = El registro de esta ciudad no tiene testigos: la votación los esperaría para siempre.
readiness-witness-policy-invalid = No se puede leer la política de testigos: { $detail }
import-column-unknown = No existe la columna «{ $name }».
import-column-double = La columna «{ $name }» está dos veces.
import-column-missing = Falta la columna «{ $name }».
import-too-many-cells = Más celdas que las { $columns } columnas.
import-id-missing = El proyecto no tiene id.
import-id-invalid = «{ $value }» no puede ser un id.
import-id-double = El id «{ $value }» ya está en la línea { $first }.
import-cost-missing = { $id } no tiene coste.
import-cost-invalid = «{ $value }» no es un importe: cifras, con punto antes de los decimales.
import-cost-decimals = «{ $value }» tiene más de { $digits } decimales.
import-cost-range = «{ $value }» es demasiado grande.
import-category-invalid = «{ $value }» no puede ser una categoría.
import-title-missing = Falta el título en { $language }.
import-picture-unknown = El servidor no tiene la imagen { $value }.
import-text-invalid = Un texto en { $language } no vale ({ $detail }).
import-too-many-projects = Más de { $max } proyectos.
import-pabulib = No se puede leer el archivo Pabulib: { $detail }
