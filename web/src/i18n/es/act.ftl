# Actos que firman las personas: qué dicen
act-credential-list = { $total ->
    [one] Este único código puede votar.
   *[other] Estos { $total } códigos pueden votar.
  }
act-opening = Abrir la votación según esta definición, con estos códigos y esta clave
act-void = Anular el código { $serial } ({ $reason })
act-batch-void = Anular todos los códigos del lote { $batch } ({ $reason })
act-issue = Entregar un código del lote { $batch }
act-reissue = Entregar un código del lote { $batch } por { $serial }
act-extension = Prorrogar la votación: { $when } ({ $reason })
act-voting-closed = Terminar ya la votación ({ $reason })
act-note = Anotar una incidencia: { $incident }
act-sealing = Sellar la votación: ya no entra ni sale ningún voto
act-draw-source = Los empates se sortean con { $source }: { $value }
act-certified = Certificar este resultado
act-correction = Poner este resultado en lugar del anterior ({ $reason })
act-annulment = Anular la votación ({ $reason }). No se puede deshacer.
act-other = Un acto del tipo { $type }

act-fact-list = Lista de códigos, SHA-256
act-fact-definition = Definición, SHA-256
act-fact-codes = Lista de códigos, SHA-256
act-fact-key = Clave de la elección
act-fact-predecessor = En lugar de la votación
act-fact-result = result.json, SHA-256
act-fact-successor = Sus códigos pasan a la votación
act-fact-totals = Votos
act-bytes = { $count ->
    [one] (un byte)
   *[other] ({ $count } bytes)
  }
act-total-contest = Lista
act-total-ballots = Emitidos
act-total-replaced = Sustituidos
act-total-withdrawn = Retirados
act-total-input = Por contar
act-total-withheld = Retenidos
act-source-dice = dados
act-source-drand = drand

act-reason = Motivo, para el registro público
act-reason-choose = Elija un motivo
act-reason-missing = Elija un motivo.
act-proposed = Propuesto. Espera firmas.
act-extend-about = El cierre se mueve para todo el mundo. No se puede adelantar de nuevo.
act-extend-by = Cuánto más
act-extend-until = La votación terminará { $when }.
act-extend-go = Proponer la prórroga
act-minutes = { $count ->
    [one] 1 minuto
   *[other] { $count } minutos
  }
act-hours = { $count ->
    [one] 1 hora
   *[other] { $count } horas
  }
act-days = { $count ->
    [one] 1 día
   *[other] { $count } días
  }
act-reason-lost = perdido
act-reason-stolen = robado
act-reason-moved = cambio de domicilio
act-reason-deceased = fallecimiento
act-reason-wrong-person = entregado a otra persona
act-reason-paper-vote = vota en papel
act-reason-duplicate = entregado dos veces
act-reason-outage = corte del servicio
act-reason-attack = ataque
act-reason-access = acceso impedido
act-reason-delivery = los códigos llegaron tarde
act-reason-everyone-voted = ya ha votado todo el mundo
act-reason-assembly-ended = la asamblea ha terminado
act-reason-definition-error = error en la definición
act-reason-failure = fallo
act-reason-court-order = orden judicial
act-reason-count-error = error en el recuento
act-reason-crash = un programa ha fallado
act-reason-trustee-unavailable = falta una persona custodia
act-reason-invalid-message = mensaje no válido
act-reason-other = otro

# Qué se hace con ellos
act-unreadable = Un acto que esta página no puede leer
act-unreadable-detail = Su texto está dañado o trata de otra votación. No lo firme y avise a quienes gestionan el servidor.
act-proposed-by = Propuesto por { $name }, { $when }.
act-exact = El texto exacto que se firma
act-exact-about = Lo que está arriba se ha leído de este texto y de nada más.
act-digest = Su resumen:
act-state-proposed = Espera firmas
act-state-submitted = De camino al registro
act-state-done = En el registro
act-state-refused = Rechazado
act-state-withdrawn = Retirado
act-need = { $count ->
    [one] Una persona: { $role }.
   *[other] { $count } personas: { $role }.
  }
act-need-signed = Han firmado: { $names }.
act-need-waits = Pueden firmar: { $names }.
act-role-clerk = secretaría
act-role-registrar = registro
act-role-facilitator = dinamización
act-signed-by = Firmado por { $names }.
act-you-have-signed = Usted ha firmado. Surte efecto cuando firmen los demás.
act-on-its-way = Usted ha firmado. Está de camino al registro.
act-elsewhere = Su clave no está en este dispositivo. Traiga aquí su archivo o firme donde esté:
act-unnamed = Esta votación no conoce ninguna clave suya que esté en este dispositivo. Se fijó con otras claves, así que debe firmar otra de las personas nombradas aquí, o usted con su clave de entonces:
act-sign = Firmar
act-sign-go = Firmarlo
act-with-key = Con su clave { $number }:
act-passphrase = Frase de paso de su clave de firma
act-sending = Entregando …
act-bad-signature = El servidor no acepta esta firma.
act-withdraw = Retirar la propuesta
act-withdraw-ask = ¿Retirar esta propuesta?
act-withdraw-detail = Las firmas que tiene quedan sin efecto y nada de ella entra en el registro. Se puede proponer de nuevo.
