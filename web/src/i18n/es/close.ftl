close-title = Cerrar y certificar
close-noscript = Lo que se firma aquí se firma en su ordenador. Para ello hace falta JavaScript.

# Qué ocurre ahora y qué hay que hacer
close-now-not-open = La votación aún no está abierta
close-next-not-open = Cuando haya empezado, aquí se sigue su final.
close-now-voting = Se vota hasta el { $when }
close-next-voting = Hasta entonces no hay nada que hacer. El servidor termina la votación por sí solo.
close-now-voting-closed-signing = Terminar ya la votación espera firmas
close-next-voting-closed-signing = Con la última firma no se admite ningún voto más.
close-now-extension-signing = Prolongar la votación espera firmas
close-next-extension-signing = Con la última firma todo el mundo ve la nueva hora.
close-now-grace = La votación ha terminado; los votos en camino se admiten hasta el { $when }
close-next-grace = No hay nada que hacer. El margen es igual para todo el mundo.
close-now-ending = Se está terminando la votación
close-next-ending = El servidor anota el final en el registro. Tarda un momento.
close-now-sealing = La votación ha terminado
close-next-sealing = Compare las sumas de control de abajo con lo que sabe. Después proponga sellar la votación; { $signers ->
    [one] firma una persona de secretaría.
   *[other] firman { $signers } personas de secretaría.
  }
close-now-sealing-signing = El sellado espera firmas
close-next-sealing-signing = Compare sus cifras con las sumas de control y firme.
close-now-objection = Plazo de objeciones hasta el { $when }
close-next-objection = No hay nada que hacer. Antes no se puede abrir ningún voto; quien tenga una objeción se dirige a la secretaría.
close-now-draw-source = Falta un valor público para los empates
close-next-draw-source = Tire los dados en público y anote lo que muestran. Antes no se puede abrir nada.
close-now-draw-source-signing = El valor público para los empates espera firmas
close-next-draw-source-signing = Compárelo con lo que ha visto todo el mundo y firme.
close-now-mixing = Las personas custodias mezclan los votos
close-next-mixing = Sus programas trabajan solos. Recuerde a quienes faltan que inicien el suyo.
close-now-mixing-checked = Se comprueban las mezclas
close-next-mixing-checked = No hay nada que hacer.
close-now-opening = Las personas custodias abren los votos
close-next-opening = Sus programas trabajan solos. Recuerde a quienes faltan que inicien el suyo.
close-now-counting = Se cuentan los votos
close-next-counting = No hay nada que hacer.
close-now-verifying = El verificador lo mira todo
close-next-verifying = No hay nada que hacer. Repite lo que después puede repetir cualquiera, desde cada voto hasta los ganadores.
close-now-check-failed = Ha fallado una comprobación del verificador
close-next-check-failed = No certifique. Lea cuál es y qué dice de ella la página sobre reclamaciones.
close-now-certified = Contada y pendiente de certificar
close-next-certified = Mire el resultado y las comprobaciones. Después proponga el certificado; { $required ->
    [one] firma una persona de secretaría.
   *[other] firman { $required } personas de secretaría.
  }
close-now-certified-signing = El certificado espera firmas
close-next-certified-signing = Mire el resultado y las comprobaciones y firme.
close-now-rehearsal = El ensayo ha llegado a su fin
close-next-rehearsal = Un ensayo no se certifica nunca. Todo hasta aquí funciona.
close-now-building = Se crean y se comprueban los archivos
close-next-building = Cuando estén, cada persona que certifica firma su lista.
close-now-signing = La lista de archivos espera firmas
close-next-signing = Con la última se publica todo en un mismo momento. Antes nadie ve nada.
close-now-refused = Los archivos no se publican
close-next-refused = El verificador rechaza lo que se ha creado. Lea qué comprobación ha fallado; una vez corregida la causa, haga que mire de nuevo.
close-now-published = Publicada
close-next-published = Todo el mundo puede ver el resultado, llevarse los archivos y comprobarlos.
close-now-published-corrected = El resultado corregido está publicado
close-next-published-corrected = La corrección consta en el registro, con su motivo.
close-now-annulled = La votación está anulada
close-next-annulled = No tiene resultado. El motivo consta en el registro público.
close-left = Termina { $left }.
close-waits = Se espera a: { $names }.
close-your-turn = Le toca a usted.

# Pasos
close-step-done = (hecho)
close-step-now = (ahora)
close-step-later = (más tarde)
close-step-voting = Fin de la votación
close-step-sums = Sumas de control y sellado
close-step-objection = Plazo de objeciones
close-step-mixing = Mezcla y apertura
close-step-count = Recuento
close-step-certify = Comprobaciones y certificado
close-step-bundle = Firma de los archivos
close-step-published = Publicación
close-about-voting = El servidor termina la votación a su hora.
close-about-sums = Se da cuenta de cada voto; después ya no entra ni sale nada.
close-about-objection = Antes de abrir ningún voto.
close-about-mixing = Ya nadie puede saber de quién es cada voto; luego se abren entre todas.
close-about-count = Según la regla de la votación, con los empates sorteados.
close-about-certify = Las comprobaciones del verificador una por una y las firmas de la secretaría.
close-about-bundle = Cada persona que certifica firma la lista de todos los archivos.
close-about-published = Todo en un mismo momento.

# Votación
close-voting-about = Terminar antes o después es un acto público con un motivo, que firma la secretaría.
close-ended-on-time = La votación ha terminado a su hora.
close-extend = Prorrogar la votación
close-end-now = Terminar antes la votación
close-end-now-about = Por ejemplo, cuando ya ha votado toda la sala. Con la última firma ya no se admite ningún voto.
close-end-now-go = Proponer terminar la votación

# Sumas de control
close-sums-about = En cada lista: lo emitido, menos lo que votos posteriores han sustituido y lo que códigos anulados han retirado, es lo que se contará.
close-sums-codes = { $voids ->
    [0] No se anuló ningún código suelto
    [one] Se anuló un código suelto
   *[other] Se anularon { $voids } códigos sueltos
  }, { $batches ->
    [0] ningún lote
    [one] un lote
   *[other] { $batches } lotes
  }; { $issues ->
    [0] no se entregó ningún código más tarde.
    [one] se entregó un código más tarde.
   *[other] se entregaron { $issues } códigos más tarde.
  }
close-sum-listed = Códigos que pueden votar aquí
close-sum-void = de ellos anulados
close-sum-ballots = Votos emitidos
close-sum-replaced = sustituidos por otro posterior
close-sum-withdrawn = retirados con un código anulado
close-sum-input = Por contar
close-sum-withheld = Retenidos: demasiado pocos para abrirlos
close-sum-right = Cuadra.
close-sum-wrong = No cuadra. No selle y avise a quienes gestionan el servidor.
close-seal-about = Con el sellado ya no se puede anular ningún código, y empieza el plazo de objeciones.
close-seal-go = Proponer sellar la votación

# Objeciones y empates
close-objection-none = Esta votación no tiene plazo de objeciones.
close-objection-time = Desde el { $from } hasta el { $until }.
close-objection-about = Ningún programa de custodia abre un voto antes. Quien tenga una objeción se dirige a la secretaría; si es fundada, la votación se anula o sigue una vez respondida.
close-dice-about = El valor decide los empates. Se tira después del sellado y antes de abrir nada, delante de la gente.
close-dice = Lo que muestran los dados
close-dice-hint = En el orden en que salieron, por ejemplo 4 1 6 6 2 3 5 1
close-dice-missing = Anote lo que muestran los dados.
close-dice-go = Proponer el valor

# Mezcla
close-mixing-about = El programa de cada persona custodia comprueba todo el registro, mezcla los votos y demuestra que no ha cambiado ninguno. Cuando han mezclado bastantes, los abren entre todas. Sirve cualquiera, mientras sean suficientes.
close-mixing-single = El propio servidor tiene la clave de esta votación, mezcla y abre.
close-nothing-to-mix = Aquí no se mezcla nada: no hay votos, o son demasiado pocos para abrirlos.
close-mixed-of = Mezclado { $done } de { $needed }
close-opened-of = Abierto { $done } de { $needed }
close-trustee-mixed = ha mezclado, con el número { $place }
close-trustee-not-mixed = no ha mezclado
close-trustee-opened = ha abierto
close-trustee-not-opened = no ha abierto
close-trustee-not-needed = ya no hace falta
close-restart = Mezclar { $contest } de nuevo
close-restart-ask = ¿Abandonar esta cadena de mezclas?
close-restart-about = Las personas custodias mezclan los mismos votos de nuevo. Es para mezclas perdidas o si alguien entró en un ordenador mientras mezclaba. Es una anotación pública, y solo se puede antes de que alguien haya abierto.
close-restart-go = Empezar de nuevo
close-chain-abandoned = Se abandonó la cadena { $chain } ({ $reason })

# Recuento
close-counting-about = Cuando han abierto suficientes personas custodias, el servidor reúne lo abierto y cuenta.
close-counted = Contada
close-result-for-clerks = Hasta que se publique, solo la secretaría ve el resultado.
close-result-figures = { $voters ->
    [one] Ha votado una persona
   *[other] Han votado { $voters } personas
  }: { $valid } válidos, { $blank } en blanco, { $invalid } nulos.
close-result-withheld = Han votado demasiado pocas personas para abrir los votos sin mostrar quién votó qué.
close-result-empty = Aquí no ha votado nadie.
close-result-nobody = No ha ganado nada.
close-result-cost = En total { $cost } de { $envelope }.
close-outcome-passed = Aprobada
close-outcome-failed = No aprobada
close-outcome-quorum = Participación insuficiente
close-ties = { $count ->
    [one] Un empate
   *[other] { $count } empates
  }
close-ties-draw = Cayeron en este orden por el sorteo, que nadie podía prever:
close-ties-lex = Por la regla de esta votación caen en el orden de sus nombres en la definición:
close-ties-seed = Semilla del sorteo:
close-recount = Contar de nuevo
close-recounting = Se cuenta de nuevo …
close-recount-same = Contado de nuevo a partir del registro: el mismo resultado.
close-recount-differs = Contado de nuevo, el resultado es otro
close-recount-differs-about = El registro no ha cambiado, así que ha cambiado el programa. Averigüe cuál de los dos es correcto: folkmoot-verify repite el recuento, y otros también pueden.
close-correct-about = Una corrección pone lo contado ahora en lugar del resultado anterior. Es una anotación con un motivo; el resultado corregido se certifica y se publica de nuevo.
close-correct-go = Proponer la corrección
close-correct-sure = El resultado anterior queda en el registro, y la corrección también. Hasta que se certifique de nuevo, la votación no está publicada.

# Comprobaciones
close-certify-about = El verificador es el programa que cualquiera puede usar con los archivos publicados. Lo que aún no puede decir: las firmas, que todavía faltan.
close-checks = Qué dice el verificador
close-checking = Está mirando …
close-checking-waits = Espera a los testigos del registro o a otro trabajo.
close-checks-summary = { $failed ->
    [0] { $passed } comprobaciones superadas, ninguna fallida.
    [one] { $passed } comprobaciones superadas, una fallida.
   *[other] { $passed } comprobaciones superadas, { $failed } fallidas.
  }
close-check-again = Que mire de nuevo
close-check-passed = superada
close-check-failed = fallida
close-check-incomplete = aún incompleta
close-check-not-applicable = no procede
close-check-note = para saber
close-check-1 = Archivos y firmas
close-check-2 = Ni falta ni sobra nada
close-check-3 = Definición de la votación
close-check-4 = Personas custodias y su clave
close-check-5 = Listas de códigos
close-check-6 = Registro público y sus testigos
close-check-7 = Recibos entregados
close-check-8 = Orden de todo lo ocurrido
close-check-9 = Cada voto
close-check-10 = Cada acto firmado por quien debe
close-check-11 = Qué votos se cuentan
close-check-12 = Cada mezcla
close-check-13 = Cada apertura de una persona custodia
close-check-14 = Descifrado y votos nulos
close-check-15 = Archivos de votos
close-check-16 = El recuento, repetido
close-check-17 = Totales
close-check-18 = Lo que esto no puede demostrar
close-certify-act = El certificado
close-certify-propose = Al firmar usted dice: este es el resultado de esta votación.
close-certify-go = Proponer el certificado
close-rehearsal-end = Un ensayo termina aquí: no se certifica nunca

# Archivos
close-bundle-about = Todos los archivos de la votación figuran en una lista con sus huellas. Cada persona que ha certificado firma esa lista; minisign comprueba la firma en cualquier lugar.
close-bundle-sign = Firmas de la lista
close-bundle-has-signed = ha firmado
close-bundle-waits = todavía no
close-sums-lines = { $count ->
    [one] La lista tiene un archivo.
   *[other] La lista tiene { $count } archivos.
  }
close-sums-exact = La lista exacta que se firma
close-sums-other = Esta lista no es del resultado certificado, o es de otra definición. No la firme y avise a quienes gestionan el servidor.
close-bundle-sign-here = Firmar la lista
close-bundle-go = Firmarla
close-bundle-elsewhere = Firmar en otro ordenador
close-bundle-elsewhere-about = Con su archivo de clave, en la línea de órdenes:
close-bundle-minisign = O solo con minisign; entregue después aquí el archivo de firma:
close-bundle-file = Archivo de firma (SHA256SUMS.minisig)

# Publicación
close-result-page = El resultado, para todo el mundo
close-out-bundle = Todo, firmado
close-out-bundle-about = El registro, los votos, el resultado, el certificado y las firmas de la secretaría. Lo comprueban folkmoot-verify, sha256sum y minisign.
close-out-bundle-go = Paquete (ZIP)
close-out-paper = Para imprimir
close-out-paper-about = Imprímalos, o guárdelos como PDF en el diálogo de impresión.
close-out-minutes = Acta
close-out-certificate = Certificado
close-out-certificate-pdf = Certificado (PDF, { $language })
close-out-tables = Tablas para hojas de cálculo (CSV, XLSX)
close-out-separator = Separador
close-out-comma = Coma
close-out-semicolon = Punto y coma
close-out-tab = Tabulador
close-out-bom = Con una marca por la que las hojas de cálculo reconocen UTF-8
close-out-files = Archivos sueltos
close-out-table-all-projects = Todos los proyectos
close-out-table-control-sums = Sumas de control
close-trustees-forget = Después del { $when } las personas custodias destruyen sus partes: folkmoot trustee forget.

# Anulación
close-annul = Anular la votación
close-annul-about = Cuando no hay otro remedio: un error en la definición, un registro con dos historias, una orden judicial. La votación queda sin resultado para siempre.
close-annul-go = Proponer anular la votación
close-annul-sure = Una anulación no se puede deshacer. La firman dos personas de secretaría.
