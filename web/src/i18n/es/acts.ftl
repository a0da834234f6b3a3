# Actos del registro público, que el servidor pone en palabras
acts-of-round = Actos: { $title }
acts-round-link = Lo que han hecho quienes organizan esta votación
acts-lead = Lo que han hecho quienes organizan aquí las votaciones, y lo que el servidor hizo por sí mismo, tal como consta en el registro público: qué, con qué función, por qué y cuándo. No nombra a ningún residente ni dice nada de lo que haya elegido nadie.
acts-filter-round = Votación
acts-filter-kind = Sobre qué
acts-filter-role = Quién
acts-filter-from = Desde
acts-filter-to = Hasta
acts-filter-all = Todo
acts-filter-go = Mostrar
acts-filter-reset = Mostrarlo todo
acts-mistake-day = Escriba los días como año-mes-día, por ejemplo 2026-01-31.
acts-mistake = No hay nada con ese nombre. Elija de nuevo abajo.
acts-none = Ningún acto corresponde a lo elegido.
acts-older = Actos anteriores
acts-newest = Volver a los más recientes
acts-feed = Seguir (Atom)
acts-data = Como datos (JSON)
acts-whole-city = Actos de toda la ciudad
acts-entry = Entrada { $index } del registro
acts-in-preparation = Una votación en preparación
acts-reason = Motivo: { $reason }
acts-signatures = { $count ->
    [one] con 1 firma
   *[other] con { $count } firmas
  }

acts-kind-people = Personas y sus funciones
acts-kind-preparation = Preparación y apertura
acts-kind-codes = Códigos
acts-kind-keys = La clave de las personas custodias
acts-kind-voting = Durante la votación
acts-kind-paper = Papeletas en papel
acts-kind-counting = Recuento
acts-kind-result = Resultado
acts-kind-erasing = Borrado

acts-role-administrator = Administración
acts-role-facilitator = Dinamización
acts-role-reviewer = Revisión
acts-role-registrar = Registro de códigos
acts-role-clerk = Secretaría
acts-role-trustee = Custodia de la clave
acts-role-observer = Observación
acts-role-server = Servidor

did-log-start = Este registro continúa otro anterior, que se cerró en público.
did-staff = Un acto sobre cuentas: { $act }.
did-invitation = Se creó un enlace para que alguien del personal configure su acceso.
did-withdraw-invitation = Se retiró un enlace para configurar un acceso.
did-end-access = Alguien del personal perdió todo acceso.
did-add-assembly = Se añadió la asamblea { $assembly }.
did-give = Se dio una función: { $role } de { $assembly }.
did-give-city = Se dio una función: { $role }.
did-take = Se retiró una función: { $role } de { $assembly }.
did-take-city = Se retiró una función: { $role }.
did-draft = Se empezó una votación para la asamblea { $assembly }.
did-draft-successor = Se empezó una votación para la asamblea { $assembly }, en lugar de una anulada.
did-definition = La votación quedó fijada: sus listas, reglas y fechas se pueden leer y ya no se pueden cambiar.
did-batch-merge = Se unieron lotes pequeños de códigos en el lote { $into }.
did-credential-list = Se firmó la lista de códigos. Tiene { $total ->
    [one] 1 código
   *[other] { $total } códigos
  }.
did-trustee-commit = La persona custodia n.º { $trustee } se comprometió con una clave para esta votación.
did-trustee-join = La persona custodia n.º { $trustee } reveló esa clave.
did-dkg-message = La persona custodia n.º { $trustee } dio el paso { $step } de 2 para crear la clave de la votación.
did-dkg-restart = Se volvió a empezar la creación de la clave. Es el intento { $attempt }.
did-opening = Se abrió la votación.
did-acknowledgement = La persona custodia n.º { $trustee } comprobó la apertura y la confirmó.
did-addition = Se añadieron códigos: { $total }.
did-issue = Se entregó un código de reserva del lote { $batch }.
did-reissue = Se entregó un código de reserva del lote { $batch } en lugar del código { $serial }.
did-void = Se retiró el código con número de serie { $serial }.
did-batch-void = Se retiraron todos los códigos del lote { $batch }.
did-extension = Se prorrogó la votación. Ahora termina { $when }.
did-note = Se anotó un incidente.
did-voting-closed = Terminó la votación.
did-paper = Se registraron papeletas de { $site }, urna { $box }: { $valid } válidas, { $blank } en blanco, { $invalid } nulas, { $spoiled } inutilizadas, de { $issued } entregadas.
did-paper-totals = Se registraron los totales de las papeletas de { $site }: { $valid } válidas, { $blank } en blanco, { $invalid } nulas, { $spoiled } inutilizadas, de { $issued } entregadas.
did-sealing = Se selló la votación: ya no se puede cambiar qué papeletas se cuentan.
did-draw-source = Se registró el valor público que decide los empates ({ $source }).
did-mix = La persona custodia n.º { $trustee } mezcló las papeletas de la lista { $contest }.
did-chain-restart = Se volvió a empezar la mezcla de las papeletas de la lista { $contest }.
did-mixing-done = Las papeletas de la lista { $contest } están mezcladas.
did-share = La persona custodia n.º { $trustee } hizo su parte para abrir la lista { $contest }.
did-counted = Se contaron las papeletas.
did-certified = Se certificó el resultado.
did-published = Se publicó el resultado.
did-correction = Otro resultado sustituyó al anterior.
did-annulment = Se anuló la votación.
did-annulment-successor = Se anuló la votación. Sus códigos sirven para la que ocupa su lugar.
did-destruction = La persona custodia n.º { $trustee } destruyó su parte de la clave.
did-purge = Se borraron datos que ya no hacen falta: { $what ->
    [marks] marcas contra la doble entrega
    [sessions] sesiones
   *[ciphertexts] papeletas cifradas
  }.

reason-lost = perdido
reason-stolen = robado
reason-moved = cambio de domicilio
reason-deceased = fallecimiento
reason-wrong-person = entregado a la persona equivocada
reason-paper-vote = votó en papel
reason-duplicate = entregado dos veces
reason-other = otro
reason-outage = no se podía acceder al servicio
reason-attack = un ataque
reason-access = no se podía llegar a un lugar de votación o a un dispositivo
reason-delivery = las cartas o los códigos llegaron tarde
reason-on-time = llegó la hora anunciada
reason-everyone-voted = todo el mundo había votado
reason-assembly-ended = la asamblea había terminado
reason-definition-error = un error en la definición
reason-failure = un fallo
reason-court-order = una orden judicial
reason-count-error = un error en el recuento
reason-crash = falló un programa o un dispositivo
reason-trustee-unavailable = no se pudo contactar con una persona custodia
reason-invalid-message = una persona custodia envió algo que no es correcto
